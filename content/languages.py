"""What languages are called: in themselves, and in the languages of the site.

Codes are BCP 47. The names come from Unicode CLDR; the head of languages.tsv says more.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from django.conf import settings

from content.names import NameTable

Thing = TypeVar("Thing")

# Names that spreadsheets use and CLDR does not. “Bahasa” alone is missing on purpose: it may be either of two.
ALIASES = {
    "Castilian": "es",
    "Castellano": "es",
    "Farsi": "fa",
    "Mandarin": "zh",
    "Sorani": "ckb",
    "Tagalog": "fil",
}
# Written from right to left: CLDR 48, layout of the languages in languages.tsv.
RIGHT_TO_LEFT = frozenset(
    {"ar", "ckb", "dv", "fa", "fa-AF", "he", "ks", "mzn", "lrc", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)


@cache
def _table() -> NameTable:
    return NameTable("languages.tsv", ALIASES)


def language_name(code: str, language: str | None = None) -> str:
    """The language's name in a language of the site, the active one when none is given; an unknown code as it is."""
    return _table().name(code, language)


def own_name(code: str) -> str:
    """What the language calls itself, with a capital letter; its English name where that is not known."""
    row = _table().rows.get(code)
    return (row["own"] or row["en"]) if row else code


def choices(language: str | None = None) -> list[tuple[str, str]]:
    """All (code, name), in the order of the names in that language."""
    return _table().choices(language)


def is_language(code: str) -> bool:
    return code in _table().rows


def language_code(name: str) -> str | None:
    """The code for a name in any language of the site, in itself, or for a code; None for what is no known name."""
    return _table().code(name)


def best_of_each(
    things: Iterable[Thing], language: str, *, code: Callable[[Thing], str], key: Callable[[Thing], object]
) -> list[Thing]:
    """Of things that exist in several languages each once: in this language, else in the first of the site's.

    Arguments: code, the language of one; key, what is the same for one thing in all languages.
    """
    order = [language, *(each for each, _name in settings.LANGUAGES)]
    place = {each: number for number, each in reversed(list(enumerate(order)))}
    best: dict[object, Thing] = {}
    for thing in sorted(things, key=lambda thing: place.get(code(thing), len(order))):
        best.setdefault(key(thing), thing)
    return list(best.values())


def direction(code: str) -> str:
    """ "rtl" for a language that is written from right to left, else "ltr"."""
    return "rtl" if code in RIGHT_TO_LEFT or code.split("-")[0] in RIGHT_TO_LEFT else "ltr"
