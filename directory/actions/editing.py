"""How an entry comes to be and is changed: always the proposal, never what the public sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from content.terms import Term
from directory.contact_values import cleaned_fingerprint, cleaned_value
from directory.content import CONTACT_TEXTS, LANGUAGES, TERM_FIELDS, content_of, proposal_digest
from directory.models import ContactMethod, Entry, EntryVersion, State
from directory.withdrawn import refuse_withdrawn
from organisations.audit import record
from organisations.models import Organisation

# Addresses beside those of entries, which no entry may take.
OWN_ADDRESSES = frozenset({"nominate", "places", "sheet"})


@dataclass(frozen=True)
class ContactDraft:
    """One public contact method as somebody would have it.

    uuid: of the method that it changes, None for a new one; texts: label, hours and note by column ("label_en");
    to_be_checked: keep the value as it is and do not list it; source_column, source_value: where an import found it.
    """

    kind: str
    value: str
    uuid: UUID | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    plain_reason: str = ""
    checked_on: date | None = None
    to_be_checked: bool = False
    source_column: str = ""
    source_value: str = ""


@dataclass(frozen=True)
class Change:
    """What somebody would have an entry say. What is not named stays as it is.

    fields: column names ("name_en", "kind", "countries", …) with their values; terms: for each many-to-many column of
    shared terms all of its terms; contacts: all public contact methods in their order, None to leave them alone.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    terms: Mapping[str, Iterable[Term]] = field(default_factory=dict)
    contacts: Sequence[ContactDraft] | None = None


@transaction.atomic
def nominate_entry(change: Change, *, by: User, organisation: Organisation) -> Entry:
    """Propose a new entry, for an organisation of which the person is a member.

    Raises ValidationError when the change does not fit or the entry has no name.
    """
    entry = new_entry(change, by=by, state=State.NOMINATED, nominated_for=organisation)
    record("entry.nominated", by=by, organisation=organisation, about=entry)
    return entry


@transaction.atomic
def draft_entry(change: Change, *, by: User | None) -> Entry:
    """Make a new entry to be checked, as the directory's editors do. Raises ValidationError as `save_entry` does."""
    entry = new_entry(change, by=by, state=State.CHECKING)
    record("entry.drafted", by=by, about=entry)
    return entry


def new_entry(
    change: Change, *, by: User | None, state: State, nominated_for: Organisation | None = None, **columns: Any
) -> Entry:
    """A new entry in this state, in the transaction of the caller, who logs it. Whoever brings it in counts as its
    nominator."""
    entry = Entry(state=state, nominated_by=by, nominated_for=nominated_for, **columns)
    entry.slug = _free_slug(change.fields)
    _apply(entry, change)
    _keep_version(entry, by=by)
    return entry


@transaction.atomic
def save_entry(entry: Entry, change: Change, *, by: User | None) -> bool:
    """Change the proposal of an entry. Votes cast before no longer count; what is listed stays as it was voted.

    Returns False, and writes nothing, when the entry says the same afterwards.
    Raises ValidationError when a value does not fit, the entry would be left without a name, or it or one of the ways
    was withdrawn for safety.
    """
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    refuse_withdrawn(locked, [draft.value for draft in change.contacts or ()])
    before, contacts_before = content_of(locked), _contact_rows(locked)
    _apply(locked, change)
    if content_of(locked) == before and _contact_rows(locked) == contacts_before:
        return False
    _keep_version(locked, by=by)
    record("entry.edited", by=by, about=locked)
    return True


def _apply(entry: Entry, change: Change) -> None:
    for name, value in change.fields.items():
        setattr(entry, name, value)
    if not any(getattr(entry, f"name_{language}") for language in LANGUAGES):
        raise ValidationError({"name_en": _("An entry needs a name in at least one language.")})
    entry.full_clean()
    entry.save()
    for name, terms in change.terms.items():
        if name not in TERM_FIELDS:
            raise ValidationError(_("“%(name)s” holds no terms.") % {"name": name})
        getattr(entry, name).set(terms)
    if change.contacts is not None:
        _write_contacts(entry, change.contacts)


def _write_contacts(entry: Entry, drafts: Sequence[ContactDraft]) -> None:
    present = {contact.uuid: contact for contact in entry.contacts.all()}
    kept = set()
    for position, draft in enumerate(drafts):
        contact = present.get(draft.uuid) if draft.uuid else None
        contact = contact or ContactMethod(entry=entry)
        _fill_contact(contact, draft, position)
        contact.save()
        kept.add(contact.pk)
    entry.contacts.exclude(pk__in=kept).delete()


def _fill_contact(contact: ContactMethod, draft: ContactDraft, position: int) -> None:
    contact.kind, contact.position = draft.kind, position
    contact.plain_reason, contact.checked_on, contact.to_be_checked = (
        draft.plain_reason, draft.checked_on, draft.to_be_checked,
    )  # fmt: skip
    if draft.source_column:
        contact.source_column, contact.source_value = draft.source_column, draft.source_value
    for text in CONTACT_TEXTS:
        for language in LANGUAGES:
            setattr(contact, f"{text}_{language}", draft.texts.get(f"{text}_{language}", ""))
    if draft.to_be_checked:
        contact.value, contact.fingerprint = draft.value.strip(), draft.fingerprint.strip()
    else:
        contact.value = cleaned_value(draft.kind, draft.value, plain_reason=draft.plain_reason)
        contact.fingerprint = cleaned_fingerprint(draft.kind, draft.fingerprint)
    contact.full_clean(exclude=["entry"])


def _contact_rows(entry: Entry) -> list[tuple]:
    """The contact methods as they stand, those to be checked included, for telling whether anything changed."""
    return sorted(entry.contacts.values_list("uuid", "kind", "value", "to_be_checked", "position"))


def _keep_version(entry: Entry, *, by: User | None) -> None:
    keep_version(Entry.objects.get(pk=entry.pk), by=by)


def keep_version(entry: Entry, *, by: User | None) -> None:
    """Note what the proposal says now and whose edit it was; whoever edited cannot vote on it."""
    EntryVersion.objects.create(entry=entry, round=entry.round, by=by, content=content_of(entry))
    Entry.objects.filter(pk=entry.pk).update(proposed_digest=proposal_digest(entry))


def _free_slug(fields: Mapping[str, Any]) -> str:
    names = (fields.get(f"name_{language}") or "" for language in LANGUAGES)
    base = next((slug for name in names if (slug := slugify(name)[:70].strip("-"))), "entry")
    slug, number = base, 2
    while slug in OWN_ADDRESSES or Entry.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
