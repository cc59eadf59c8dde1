"""Which strings the code and the templates ask to have translated, found without any other program."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.conventions.findings import ROOT, files

# The English of a string, and the context that tells it from another of the same words.
Name = tuple[str, str]
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def asked_for() -> set[Name]:
    """The name of every string that the site says, those of the tests left out."""
    found: set[Name] = set()
    for path in files(".py"):
        if path.parts[0] != "tests":
            found.update(_names((ROOT / path).read_text()))
    for suffix in (".html", ".txt"):
        for path in files(suffix):
            if path.parts[0] != "tests":
                found.update(in_template((ROOT / path).read_text()))
    return found


def in_template(text: str) -> set[Name]:
    """The names of the strings of one template."""
    # What Django makes of a template is no Python: only its calls are. Without indents it can be read all the same.
    return set(_names("\n".join(line.lstrip() for line in templatize(text).splitlines())))


def catalogue(language: str, folder: str = "locale") -> Catalog:
    """The translations into one language.

    language: its code, such as "ar"; folder: where the catalogues are, from the root. Raises FileNotFoundError where
    nobody has begun to translate.
    """
    path: Path = ROOT / folder / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as written:
        return read_po(written, locale=language)


def name_of(message: Message) -> Name:
    """What tells this string of a catalogue from all others."""
    return english(message)[0], message.context or ""


def english(message: Message) -> tuple[str, ...]:
    """The string as the code says it; two where it counts something."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated(message: Message) -> tuple[str, ...]:
    """The string in the other language; as many as it has ways to count where the string counts something."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _names(code: str) -> Iterator[Name]:
    for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        yield (message if isinstance(message, str) else message[0]), context or ""
