"""How one way to reach an entry, or the whole entry, is withdrawn for safety: out of all that was proposed or voted."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from content.erasing import erase_traces
from directory.actions.announcing import announce
from directory.content import content_of, difference_digest, digest_of, proposal_digest, restricted_seal
from directory.models import (
    ContactMethod,
    Entry,
    EntryVersion,
    HiddenContact,
    ImportRun,
    ListedState,
    RestrictedContact,
    State,
    Vote,
    Withdrawal,
)
from directory.withdrawn import mark_of, plain, refuse_withdrawn, says_one_of, without
from organisations.audit import record

# What of an entry is no word of it: who had a hand in it, how far it got, and by what its source knows it.
KEPT_OF_ENTRY = frozenset({
    "id", "uuid", "slug", "state", "nominated_by", "nominated_for", "round", "source", "source_id", "created_at",
})  # fmt: skip


@transaction.atomic
def withdraw_contact(entry: Entry, contact: UUID, *, by: User | None, reason: str, language: str) -> list[Entry]:
    """Take one contact method out of everything that is kept of an entry: what is proposed, what was voted, every
    version, what a source said, imports, search and kept pages.

    What was voted stays voted: its digest is made anew over the content without this contact method, and the votes are
    bound to that. The log has both digests. The value is known again by a mark, and nobody writes it there anew.
    Arguments: contact, the uuid of a public or a restricted one; reason, for those who work on the directory; language,
    the code of the language in which it is written.
    Returns the entries that still say it, in words or as a way of their own.
    Raises ValidationError when the entry has no such contact method.
    """
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    written = _written_as(locked, str(contact))
    if not written:
        raise ValidationError(_("This entry has no such contact method."))
    values = frozenset(filter(None, map(plain, written)))
    was = locked.listed_digest
    proposed = proposal_digest(locked)
    _forget_rows(locked, contact, values)
    _forget_in_listed(locked, str(contact), values)
    _forget_in_versions(locked, str(contact), values)
    _forget_in_sources(locked, values)
    locked.refresh_from_db()
    now = proposal_digest(locked)
    Entry.objects.filter(pk=locked.pk).update(proposed_digest=now)
    Vote.objects.filter(entry=locked, digest=proposed).update(digest=now)
    Withdrawal.objects.create(
        entry=locked, contact=contact, marks=sorted(map(mark_of, written)), reason=reason, reason_language=language,
        digest=was, was_listed=locked.listed_since is not None,
    )  # fmt: skip
    record(
        "entry.contact_withdrawn_for_safety", by=by, about=locked, contact=str(contact), before=was,
        after=locked.listed_digest, proposed_before=proposed, proposed_after=now,
    )  # fmt: skip
    announce(locked)
    erase_traces()
    return [each for each in Entry.objects.order_by("pk") if any(says_one_of(text, values) for text in _said(each))]


def _written_as(entry: Entry, contact: str) -> set[str]:
    """Every value that this contact method has or had, as it is written and as its source wrote it."""
    found: set[str] = set()
    for row in ContactMethod.objects.filter(entry=entry, uuid=contact):
        found |= {row.value, row.source_value, row.fingerprint}
    found |= {row.secret.value for row in RestrictedContact.objects.filter(entry=entry, uuid=contact)}
    for content in _contents(entry):
        for row in content.get("contacts", []):
            found |= {row["value"], row["fingerprint"]} if row["uuid"] == contact else set()
    return {value for value in found if value}


def _contents(entry: Entry) -> list[dict[str, Any]]:
    listed = ListedState.objects.filter(entry=entry).values_list("content", flat=True)
    return [*listed, *EntryVersion.objects.filter(entry=entry).values_list("content", flat=True)]


def _forget_rows(entry: Entry, contact: UUID, values: frozenset[str]) -> None:
    """The rows themselves, and others of the same value: an edit may have made a new one of it."""
    for row in ContactMethod.objects.filter(entry=entry):
        if row.uuid == contact or says_one_of(row.value, values):
            row.delete()
    for kept in RestrictedContact.objects.filter(entry=entry):
        if kept.uuid == contact or says_one_of(kept.secret.value, values):
            kept.delete()
    HiddenContact.objects.filter(entry=entry, contact=contact).delete()


def _without_contact(content: dict[str, Any], contact: str, values: frozenset[str]) -> dict[str, Any]:
    rows = content.get("contacts", [])
    kept = [row for row in rows if row["uuid"] != contact and not says_one_of(row["value"], values)]
    return content | {"contacts": kept}


def _forget_in_listed(entry: Entry, contact: str, values: frozenset[str]) -> None:
    """What was voted, without this contact method, under a digest of its own to which the votes are bound."""
    state = ListedState.objects.select_for_update().filter(entry=entry).first()
    if state is None:
        return
    was, content = state.digest, _without_contact(state.content, contact, values)
    seal = restricted_seal(list(RestrictedContact.objects.filter(entry=entry, listed=True)))
    digest = difference_digest(before=state.before, content=content, seal=seal, number=state.round)
    state.content, state.restricted_seal, state.digest = content, seal, digest
    state.save(update_fields=["content", "restricted_seal", "digest"])
    Vote.objects.filter(entry=entry, digest=was).update(digest=digest)
    if entry.listed_digest == was:
        Entry.objects.filter(pk=entry.pk).update(listed_digest=digest)


def _forget_in_versions(entry: Entry, contact: str, values: frozenset[str]) -> None:
    for version in EntryVersion.objects.filter(entry=entry):
        content = _without_contact(version.content, contact, values)
        if content != version.content:
            EntryVersion.objects.filter(pk=version.pk).update(content=content)


def _forget_in_sources(entry: Entry, values: frozenset[str]) -> None:
    """What a file said of the entry, and files that wait: those are brought in again in a moment."""
    row, plan = without(entry.source_row, values), dict(entry.source_plan)
    if "contacts" in plan:
        plan["contacts"] = [each for each in plan["contacts"] if not says_one_of(each["raw"], values)]
    Entry.objects.filter(pk=entry.pk).update(source_row=row, source_plan=without(plan, values))
    ContactMethod.objects.filter(entry=entry, source_value__in=values).update(source_value="")
    _forget_imports(values)


def _forget_imports(values: frozenset[str]) -> None:
    ImportRun.objects.exclude(stage__in=(ImportRun.Stage.WRITING, ImportRun.Stage.DONE)).delete()
    for run in ImportRun.objects.filter(stage=ImportRun.Stage.DONE).exclude(report={}):
        report = without(run.report, values)
        if report != run.report:
            ImportRun.objects.filter(pk=run.pk).update(report=report)


def _said(entry: Entry) -> Iterator[str]:
    """Every text of an entry, as it is proposed and as it was voted, and every way that is kept back."""
    waiting: list[Any] = [content_of(entry), *_contents(entry)]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, dict):
            waiting += [value for name, value in here.items() if name not in ("uuid", "slug")]
        elif isinstance(here, list):
            waiting += here
    for kept in entry.restricted_contacts.all():
        yield from (kept.secret.value, kept.secret.label, kept.secret.note)


# -- The whole entry -----------------------------------------------------------------------------------------------


@transaction.atomic
def withdraw_entry(entry: Entry, *, by: User | None, reason: str, language: str) -> Entry:
    """Take every word of an entry away: what is proposed, what was voted, its versions and ways, what its source and
    visitors said of it, in search and in kept pages.

    What stays is the address, which says why, the votes' digests and the log. Nobody writes there again, and no import.
    Arguments: reason, for everybody; language, the code of the language in which it is written.
    Raises ValidationError when it was withdrawn before.
    """
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    refuse_withdrawn(locked)
    listed = ListedState.objects.filter(entry=locked).first()
    content = listed.content if listed else content_of(locked)
    digest = locked.listed_digest or digest_of(content)
    names = _names_in(content) | _names_in(content_of(locked))
    Withdrawal.objects.create(
        entry=locked, reason=reason, reason_language=language, digest=digest, was_listed=listed is not None
    )
    for rows in (locked.contacts, locked.restricted_contacts, locked.versions, locked.hidden_contacts, locked.problems):
        rows.all().delete()
    ListedState.objects.filter(entry=locked).delete()
    _empty(locked, address=content["slug"])
    _forget_imports(names)
    record("entry.withdrawn_for_safety", by=by, about=locked, digest=digest)
    announce(locked)
    erase_traces()
    return locked


def _names_in(content: dict[str, Any]) -> frozenset[str]:
    return frozenset(plain(name) for name in content["name"].values())


def _empty(entry: Entry, *, address: str) -> None:
    columns = [field for field in entry._meta.concrete_fields if field.name not in KEPT_OF_ENTRY]
    for field in columns:
        setattr(entry, field.attname, _nothing_for(field))
    for many in entry._meta.many_to_many:
        getattr(entry, many.name).clear()
    entry.state = State.DELISTED
    if not Entry.objects.exclude(pk=entry.pk).filter(slug=address).exists():
        entry.slug = address
    entry.save()


def _nothing_for(field: models.Field) -> Any:
    return None if field.null else field.get_default()
