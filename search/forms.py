"""What a visitor may ask of the results page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from search.analysis import MAX_QUERY_CHARACTERS, cut_query
from search.facets import OFFERED
from search.query import PAGE_SIZE, Editions

MOST_PAGES = 1000
MOST_CHOICES = 50  # values of one facet


@dataclass(frozen=True)
class Asked:
    """What was asked, as far as it can be answered.

    text: what is looked for; was_cut: whether it was longer than that; chosen: codes by facet; page: from 1 on;
    editions: which are wanted.
    """

    text: str
    was_cut: bool
    chosen: Mapping[str, tuple[str, ...]]
    page: int
    editions: Editions

    @property
    def older_too(self) -> bool:
        return self.editions is Editions.ALL

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE_SIZE


def asked(data: QueryDict) -> Asked:
    """Read a form, sent by whichever method. What makes no sense is left out; nothing is refused."""
    whole = data.get("q", "").replace("\x00", " ")
    text = cut_query(whole)
    chosen = {name: _codes(data.getlist(name)) for name in OFFERED}
    chosen["language"] = tuple(code for code in chosen["language"] if code in dict(settings.LANGUAGES))
    return Asked(
        text=text,
        was_cut=len(whole) > MAX_QUERY_CHARACTERS or text != " ".join(whole.split()),
        chosen={name: codes for name, codes in chosen.items() if codes},
        page=_page(data.get("page", "")),
        editions=Editions.ALL if data.get("editions") == Editions.ALL.value else Editions.CURRENT,
    )


def _codes(values: list[str]) -> tuple[str, ...]:
    clean = (value.strip() for value in values[:MOST_CHOICES])
    return tuple(dict.fromkeys(value for value in clean if value.isprintable() and 0 < len(value) <= 80))


def _page(value: str) -> int:
    return min(int(value), MOST_PAGES) or 1 if value.isascii() and value.isdigit() and len(value) < 7 else 1
