"""What of the audit log somebody reads."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from organisations import roles
from organisations.models import AuditEntry, Membership
from organisations.permissions.belonging import Person, has_network_role, organisations_of


def readable_audit_entries(person: Person) -> QuerySet[AuditEntry]:
    """What of the audit log this person may read: auditors all of it, coordinators what is their organisations' matter.

    How the directory is vetted is no matter of theirs, also where it was their organisation's vetter who did it.
    """
    if reads_whole_audit_log(person):
        return AuditEntry.objects.all()
    mine = organisations_of(person, roles.COORDINATOR).values("uuid")
    return AuditEntry.objects.filter(organisation__in=mine).exclude(action__startswith="entry.")


def may_read_audit_log(person: Person) -> bool:
    """Whether the screen of the log opens. Asked of the role, not of the entries: a new site has none."""
    return reads_whole_audit_log(person) or organisations_of(person, roles.COORDINATOR).exists()


def reads_whole_audit_log(person: Person) -> bool:
    """Whether this person reads all of the log, and hears whether it is whole."""
    return has_network_role(person, roles.AUDITOR)


def people_known_to(person: Person) -> QuerySet[User]:
    """The people who belong or belonged to an organisation that this person coordinates."""
    mine = organisations_of(person, roles.COORDINATOR)
    return User.objects.filter(pk__in=Membership.objects.filter(organisation__in=mine).values("person_id"))
