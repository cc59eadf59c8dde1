"""What people see of an entry: the state that was voted, read back and checked against its digest. Nothing else of an
entry ever reaches a page, a list, a file to carry or search."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from content.countries import region_of
from directory.contact_values import fingerprint_lines, link_of, shown_value
from directory.content import CONTACT_TEXTS, ENTRY_TEXTS, LANGUAGES, TERM_FIELDS, Content, difference_digest
from directory.freshness import DUE_MONTHS, NOT_URGENT_MONTHS, Freshness, freshness, months_after, months_before
from directory.models import LINK_KINDS, RANK, Answer, Availability, ContactKind, Entry, Kind, Level, Privacy

PRIVACY = {
    ContactKind.SIGNAL: Privacy.PRIVATE,
    ContactKind.ONION: Privacy.PRIVATE,
    ContactKind.OPENPGP: Privacy.PARTLY,
    ContactKind.FORM: Privacy.PARTLY,
    ContactKind.WEBSITE: Privacy.PARTLY,
    ContactKind.WHATSAPP: Privacy.PARTLY,
}
LINE = {Privacy.PRIVATE: "line", Privacy.PARTLY: "line line-due", Privacy.NOT: "line line-lapsed"}


@dataclass(frozen=True)
class Text:
    """A text with the language it is in, which is another than the page's when it was not translated yet."""

    text: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def best_text(texts: dict[str, str], language: str | None = None) -> Text:
    """The text in this language, the active one when none is given, else in the first language that has one."""
    wanted = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    for code in (wanted, *LANGUAGES):
        if texts.get(code):
            return Text(texts[code], code)
    return Text()


@dataclass(frozen=True)
class Way:
    """One way to reach somebody, as the page shows it."""

    key: str
    kind: ContactKind
    value: str
    label: Text = Text()
    hours: Text = Text()
    note: Text = Text()
    fingerprint: str = ""
    checked_on: date | None = None
    for_members: bool = False

    @property
    def rank(self) -> int:
        """How safe it is beside the others; the lowest comes first."""
        return RANK[self.kind]

    @property
    def privacy(self) -> Privacy:
        return PRIVACY.get(self.kind, Privacy.NOT)

    @property
    def line(self) -> str:
        return LINE[self.privacy]

    @property
    def shown(self) -> str:
        return shown_value(self.kind, self.value)

    @property
    def is_long(self) -> bool:
        """Whether the value must be allowed to break over lines."""
        return not self.shown.startswith("+")

    @property
    def link(self) -> str:
        return link_of(self.kind, self.value)

    @property
    def is_compared(self) -> bool:
        """Whether somebody could put another in its place unseen: nobody can tell one key from another by looking."""
        return self.kind in (ContactKind.ONION, ContactKind.OPENPGP)

    @property
    def fingerprint_lines(self) -> list[str]:
        return fingerprint_lines(self.fingerprint)


class PublicEntry:
    """One listed entry in the active language."""

    def __init__(self, entry: Entry, content: Content, *, today: date) -> None:
        self.pk = entry.pk
        self.today = today
        self.content = content
        self.checked_on: date = entry.listed_state.checked_on
        self.vouched_by = list(entry.listed_state.vouched_by.all())
        self.hidden = {str(row.contact) for row in entry.hidden_contacts.all()}

    def __getattr__(self, name: str) -> Any:
        # The columns of the voted content, under their own names.
        content = self.__dict__.get("content", {})
        if name in ENTRY_TEXTS:
            return best_text(content.get(name, {}))
        if name in content:
            return content[name]
        raise AttributeError(name)

    @property
    def kind_label(self) -> str:
        return str(Kind(self.content["kind"]).label) if self.content["kind"] else ""

    @property
    def level_label(self) -> str:
        return str(Level(self.content["level"]).label) if self.content["level"] else ""

    @property
    def is_link(self) -> bool:
        """Whether it is only a link: those stay out of the finder."""
        return self.content["kind"] in LINK_KINDS

    @property
    def opening(self) -> Text:
        """The summary, or where nobody wrote one the first lines of the description."""
        if self.summary:
            return self.summary
        text = self.description
        words = text.text.split()
        return Text(" ".join(words[:40]) + ("…" if len(words) > 40 else ""), text.language)

    @property
    def freshness(self) -> Freshness:
        return freshness(self.checked_on, self.today)

    @property
    def line(self) -> str:
        return {Freshness.CHECKED: "line", Freshness.DUE: "line line-due"}.get(self.freshness, "line line-lapsed")

    @property
    def next_check(self) -> date:
        return months_after(self.checked_on, DUE_MONTHS)

    @property
    def answers_urgently(self) -> bool:
        """Whether it belongs in urgent results: it takes urgent appeals, and was checked within a year."""
        fresh = self.checked_on > months_before(self.today, NOT_URGENT_MONTHS)
        return self.content["urgent_appeals"] == Answer.YES and fresh

    @property
    def takes_urgent(self) -> str:
        return self.content["urgent_appeals"]

    @property
    def is_open(self) -> bool:
        return self.content["availability"] == Availability.OPEN

    @property
    def availability_label(self) -> str:
        return str(Availability(self.content["availability"]).label)

    @cached_property
    def ways(self) -> list[Way]:
        """The public ways to reach them, safest first, without hidden ones."""
        return [_way(row) for row in self.content["contacts"] if row["uuid"] not in self.hidden]

    @cached_property
    def own_page(self) -> str:
        """Where they say themselves how they are reached, to compare with; empty when no such page was voted."""
        return next((way.link for way in self.ways if way.kind == ContactKind.WEBSITE), "")

    @property
    def way_kinds(self) -> set[str]:
        return {way.kind.value for way in self.ways}

    @property
    def region_codes(self) -> set[str]:
        """Every region that it covers at least in part; worldwide is not among them."""
        of_countries = (region_of(code) for code in self.content["countries"])
        return {*self.content["regions"], *(region for region in of_countries if region)}

    def codes(self, field: str) -> list[str]:
        """The codes of the shared terms in one column. Raises KeyError for a column that holds no terms."""
        if field not in TERM_FIELDS:
            raise KeyError(field)
        return self.content[field]


def _way(row: Content) -> Way:
    texts: dict[str, Any] = {name: best_text(row[name]) for name in CONTACT_TEXTS}
    checked = date.fromisoformat(row["checked_on"]) if row["checked_on"] else None
    return Way(row["uuid"], ContactKind(row["kind"]), row["value"], fingerprint=row["fingerprint"],
               checked_on=checked, **texts)  # fmt: skip


def with_listed(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """These entries with all that `public_entry` needs: a fixed number of queries for any number of them."""
    return entries.select_related("listed_state").prefetch_related("listed_state__vouched_by", "hidden_contacts")


def public_entry(entry: Entry, today: date | None = None) -> PublicEntry | None:
    """What people see of an entry from `public_entries`, or None when its listed content is not what was voted."""
    state = entry.listed_state
    digest = difference_digest(
        before=state.before, content=state.content, seal=state.restricted_seal, number=state.round
    )
    if digest != entry.listed_digest:
        return None
    return PublicEntry(entry, state.content, today=today or timezone.localdate())
