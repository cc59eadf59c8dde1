"""What a proposal would change, row by row, for those who vote on it: what is listed now beside what would be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from content.countries import country_name
from content.languages import language_name
from directory.contact_values import shown_value
from directory.content import CONTACT_TEXTS, ENTRY_TEXTS, LANGUAGES, PLAIN_FIELDS, TERM_FIELDS, Content
from directory.models import ContactKind, Entry

Labels = dict[str, str]  # of shared terms, by code


@dataclass(frozen=True)
class Difference:
    """One thing that differs. language is that of the text, empty for what has none; before is empty for new things."""

    label: str
    before: str
    after: str
    language: str = ""
    is_number: bool = False


def differences(before: Content | None, after: Content, labels: Labels) -> list[Difference]:
    """Everything that differs from what is listed (None for nothing) to this content, in the order of the form."""
    was = before or {}
    rows = [*_texts(was, after), *_plain(was, after), *_terms(was, after, labels), *_contacts(was, after)]
    return [row for row in rows if row.before != row.after]


def _texts(was: Content, now: Content) -> Iterator[Difference]:
    for name in ENTRY_TEXTS:
        for language in LANGUAGES:
            yield Difference(_label(name), was.get(name, {}).get(language, ""), now[name].get(language, ""), language)


def _plain(was: Content, now: Content) -> Iterator[Difference]:
    for name in (*PLAIN_FIELDS, "organisation", "hosted_by"):
        yield Difference(_label(name), _words(name, was.get(name, "")), _words(name, now[name]))


def _terms(was: Content, now: Content, labels: Labels) -> Iterator[Difference]:
    for name in TERM_FIELDS:
        old, new = (", ".join(labels.get(code, code) for code in side.get(name, [])) for side in (was, now))
        yield Difference(_label(name), old, new)


def _contacts(was: Content, now: Content) -> Iterator[Difference]:
    old = {row["uuid"]: row for row in was.get("contacts", [])}
    new = {row["uuid"]: row for row in now["contacts"]}
    for key in [*new, *(key for key in old if key not in new)]:
        kind = ContactKind((new.get(key) or old[key])["kind"]).label
        before, after = (_contact(side[key]) if key in side else "" for side in (old, new))
        yield Difference(str(kind), before, after, is_number=True)


def _contact(row: Content) -> str:
    texts = [f"{text} ({language})" for name in CONTACT_TEXTS for language, text in row[name].items()]
    return " · ".join(filter(None, [shown_value(row["kind"], row["value"]), row["fingerprint"], row["plain_reason"],
                                    *texts, row["checked_on"]]))  # fmt: skip


def _label(name: str) -> str:
    field: Any = Entry._meta.get_field(name)
    return str(field.verbose_name)


def _words(name: str, value: Any) -> str:
    if name == "countries":
        return ", ".join(country_name(code) for code in value)
    if name in ("languages", "filing_languages"):
        return ", ".join(language_name(code) for code in value)
    if isinstance(value, bool):
        return _("yes") if value else ""
    field: Any = Entry._meta.get_field(name)
    choices = dict(field.choices or [])
    return "" if value in (None, "") else str(choices.get(value, value))
