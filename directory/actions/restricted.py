"""How contact methods are kept for members or vetters alone: sealed when they are written, never changed in place."""

from datetime import date

from django.db import transaction

from accounts.models import User
from directory.actions.editing import keep_version
from directory.contact_values import cleaned_value
from directory.models import ContactAudience, Entry, RestrictedContact, Secret
from directory.withdrawn import refuse_withdrawn
from organisations import rules
from organisations.access import intern_policy
from organisations.audit import record

# Vetters are no principal of the access rules: what is theirs has the rule that nobody satisfies, and is read only
# through `permissions.vetters_ways`.
RULES = {
    ContactAudience.MEMBERS: rules.rule_of([[rules.MEMBERS]]),
    ContactAudience.VETTERS: rules.rule_of([[rules.NOBODY]]),
}


@transaction.atomic
def keep_contact(
    entry: Entry, secret: Secret, *, kind: str, audience: str, by: User | None, checked_on: date | None = None
) -> RestrictedContact:
    """Add a contact method that only this audience may read, to the proposal; it counts once it is voted.

    Arguments: kind, a ContactKind; audience, a ContactAudience.
    Raises ValidationError when the value does not fit the kind or was withdrawn for safety, ValueError for an unknown
    audience.
    """
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    audience = ContactAudience(audience)
    value = cleaned_value(kind, secret.value)
    refuse_withdrawn(locked, [value, secret.value])
    contact = RestrictedContact.objects.create(
        entry=locked,
        kind=kind,
        audience=audience,
        policy=intern_policy(RULES[audience]),
        sealed=RestrictedContact.seal(Secret(value, secret.label, secret.hours, secret.note)),
        checked_on=checked_on,
    )
    keep_version(locked, by=by)
    record("entry.restricted_contact_proposed", by=by, about=locked, audience=str(audience))
    return contact


@transaction.atomic
def drop_contact(contact: RestrictedContact, *, by: User | None) -> None:
    """Take a restricted contact method out of the proposal; one that is listed stays until that is voted."""
    entry = Entry.objects.select_for_update().get(pk=contact.entry_id)
    locked = RestrictedContact.objects.select_for_update().get(pk=contact.pk)
    if locked.listed:
        locked.proposed = False
        locked.save(update_fields=["proposed"])
    else:
        locked.delete()
    keep_version(entry, by=by)
    record("entry.restricted_contact_withdrawn", by=by, about=entry, audience=contact.audience)
