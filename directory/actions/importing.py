"""How a file of organisations becomes entries that are being checked: all of it or nothing, and twice is once."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.terms import Branch, Term
from directory.actions.editing import Change, ContactDraft, new_entry, save_entry
from directory.content import CONTACT_TEXTS, LANGUAGES
from directory.imports.mapping import Mapping
from directory.imports.plan import BRANCHES, Plan, Progress, defaults, plan_rows
from directory.imports.reading import read_rows
from directory.imports.report import Report
from directory.models import Answer, ContactMethod, Entry, State, Withdrawal
from directory.withdrawn import without_withdrawn
from organisations.audit import record

COLUMN_BRANCHES = {**BRANCHES, "regions": Branch.REGION}


def no_progress(done: int, total: int) -> None:
    """For whoever does not watch."""


@dataclass
class Work:
    """What one import knows while it runs."""

    mapping: Mapping
    by: User | None
    terms: dict[tuple[str, str], Term]
    report: Report


def import_directory(
    content: bytes, mapping: Mapping, *, by: User | None, dry_run: bool = False, progress: Progress = no_progress
) -> Report:
    """Bring a file into the directory.

    Arguments: content, the file; mapping, how it is read; by, who brings it in, None for the command line; dry_run, go
    through all of it and leave nothing behind; progress, called with rows read and their total.
    New rows become entries in the state *checking*. Rows that are as they were in the last file change nothing; of
    others, only what the source changed is changed, so that the work of the directory's editors stays.
    Raises Refusal when the file as a whole cannot be used; nothing is written then.
    """
    rows = read_rows(content, mapping)
    plans, findings = plan_rows(rows, mapping, progress)
    report = Report(rows=len(rows), findings=findings, dry_run=dry_run)
    counts = Counter(plan.fields.get("urgent_appeals", Answer.UNKNOWN.value) for plan in plans)
    report.urgent = {answer: counts[answer] for answer in Answer.values}
    report.languages = {
        language: sum(bool(plan.fields.get(f"name_{language}")) for plan in plans) for language in LANGUAGES
    }
    with transaction.atomic():
        _write(plans, Work(mapping, by, {(term.branch, term.code): term for term in Term.objects.all()}, report))
        transaction.set_rollback(dry_run)
    return report


def _write(plans: list[Plan], work: Work) -> None:
    known = {entry.source_id: entry for entry in Entry.objects.select_for_update().filter(source=work.mapping.source)}
    for plan in plans:
        entry = known.pop(plan.source_id, None)
        if entry is None:
            _make(plan, work)
        else:
            _update(entry, plan, work)
    for entry in known.values():
        _withdraw(entry, work)
    if work.report.made or work.report.changed:
        record("directory.imported", by=work.by, made=len(work.report.made), changed=len(work.report.changed))


def _make(plan: Plan, work: Work) -> None:
    change = Change(
        fields=plan.fields,
        terms=_terms(plan.terms, work),
        contacts=[_draft(contact, work) for contact in plan.contacts],
    )
    entry = new_entry(
        change, by=work.by, state=State.CHECKING, source=work.mapping.source, source_id=plan.source_id,
        licence=work.mapping.licence, source_row=plan.row, source_plan=plan.as_data(),
    )  # fmt: skip
    record("entry.imported", by=work.by, about=entry)
    work.report.made.append(plan.name)


def _update(entry: Entry, plan: Plan, work: Work) -> None:
    if Withdrawal.objects.filter(entry=entry, contact=None).exists():
        work.report.unchanged += 1
        return
    row, after = without_withdrawn(entry, plan.row, plan.as_data())
    before = entry.source_plan
    changed = before != after and save_entry(entry, _difference(entry, before, after, work), by=work.by)
    if changed:
        work.report.changed.append(plan.name)
    else:
        work.report.unchanged += 1
    if before != after or entry.source_row != row or entry.withdrawn_at_source:
        Entry.objects.filter(pk=entry.pk).update(source_plan=after, source_row=row, withdrawn_at_source=None)


def _withdraw(entry: Entry, work: Work) -> None:
    """The source no longer has it: say so, and mark it for those who check. Nothing is taken from the public."""
    if Withdrawal.objects.filter(entry=entry, contact=None).exists():
        return
    work.report.withdrawn.append(str(entry))
    if entry.withdrawn_at_source is None:
        Entry.objects.filter(pk=entry.pk).update(withdrawn_at_source=timezone.now())
        record("entry.withdrawn_at_source", by=work.by, about=entry)


# -- What the source changed ---------------------------------------------------------------------------------------


def _difference(entry: Entry, before: dict[str, Any], after: dict[str, Any], work: Work) -> Change:
    """Only what differs between the last file and this one."""
    old, new = before.get("fields", {}), after["fields"]
    fields = {name: new.get(name, defaults(name)) for name in {*old, *new} if old.get(name) != new.get(name)}
    terms = {}
    for column in {*before.get("terms", {}), *after["terms"]}:
        was, now = before.get("terms", {}).get(column, []), after["terms"].get(column, [])
        if was != now:
            kept = {term.code for term in getattr(entry, column).all()} - set(was) | set(now)
            terms[column] = _terms({column: sorted(kept)}, work)[column]
    return Change(fields=fields, terms=terms, contacts=_contacts(entry, before, after, work))


def _contacts(entry: Entry, before: dict[str, Any], after: dict[str, Any], work: Work) -> list[ContactDraft] | None:
    was = {_key(contact): contact for contact in before.get("contacts", [])}
    now = {_key(contact): contact for contact in after["contacts"]}
    if was == now:
        return None
    gone = {key for key in was if now.get(key) != was[key]}
    present = list(entry.contacts.all())
    kept = [draft_of(row) for row in present if (row.source_column, row.source_value) not in gone]
    return [*kept, *(_draft(contact, work) for key, contact in now.items() if was.get(key) != contact)]


def _key(contact: dict) -> tuple[str, str]:
    return contact["column"], contact["raw"]


def draft_of(contact: ContactMethod) -> ContactDraft:
    """A contact method as it stands, to be written back unchanged."""
    texts = {
        f"{text}_{language}": getattr(contact, f"{text}_{language}") or ""
        for text in CONTACT_TEXTS
        for language in LANGUAGES
    }
    return ContactDraft(
        contact.kind, contact.value, contact.uuid, texts, contact.fingerprint, contact.plain_reason,
        contact.checked_on, contact.to_be_checked,
    )  # fmt: skip


def _draft(contact: dict, work: Work) -> ContactDraft:
    language = work.mapping.language
    return ContactDraft(
        contact["kind"],
        contact["value"],
        texts={f"label_{language}": contact["label"], f"note_{language}": contact["note"]},
        to_be_checked=contact["to_be_checked"],
        source_column=contact["column"],
        source_value=contact["raw"],
    )


def _terms(codes: dict[str, list[str]], work: Work) -> dict[str, list[Term]]:
    return {column: [work.terms[COLUMN_BRANCHES[column], code] for code in row] for column, row in codes.items()}
