"""What Elasticsearch is told of one row of the ledger."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from search.analysis import MAX_WORD, PHONE_DIGITS, words
from search.engines.elastic.mapping import facet_field, suffix
from search.models import SearchDocument

MOST_CHARACTERS = 400_000  # of one text
MOST_PHONES = 500
_MAYBE_PHONE = re.compile(r"\d(?:[^\w\n]{0,3}\d){6}")


class _Cleaned(dict[int, str | None]):
    """For `str.translate`: format characters go, what separates words is a space, halves of characters are nothing."""

    def __missing__(self, code: int) -> str | None:
        category = unicodedata.category(chr(code))
        made: str | None = chr(code)
        if category == "Cs":
            made = None
        elif category == "Cf":
            made = " " if code in (0x200B, 0x200C) else None
        elif category == "Cc":
            made = " "
        self[code] = made
        return made


_CLEANED = _Cleaned()


def cleaned(text: str) -> str:
    """A text, written or asked, without characters that nobody sees.

    The standard tokenizer keeps them in the words (Unicode Standard Annex 29, rule WB4), where they part equal ones.
    """
    return text.translate(_CLEANED)


def phones(text: str, language: str) -> list[str]:
    """The last digits of each telephone number in a text, the same however it is written."""
    if not _MAYBE_PHONE.search(text):
        return []
    found = (token.stem for token in words(text, language))
    numbers = (word[-PHONE_DIGITS:] for word in found if len(word) >= PHONE_DIGITS and _is_number(word))
    return list(dict.fromkeys(numbers))[:MOST_PHONES]


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= MAX_WORD


def source_of(row: SearchDocument) -> dict[str, Any]:
    """The document of a row that is there to be found, in the fields of its own language only.

    `row.facet_rows` is read: prefetch it.
    """
    end = suffix(row.language)
    body = f"{row.summary}\n{row.body}" if row.summary else row.body
    texts = {"title": row.title, "headings": row.headings, "body": body}
    made: dict[str, Any] = {
        "pk": row.pk,
        "rev": row.wanted_rev,
        "policy": row.policy_id,
        "is_current": row.is_current,
        "kind": row.kind,
        "lang": row.language,
        "work": row.work,
        "edition": row.edition,
        "phones": phones("\n".join(texts.values())[:MOST_CHARACTERS], row.language),
    }
    if row.dated:
        made["dated"] = row.dated.isoformat()
    made |= {f"{name}_{end}": cleaned(text[:MOST_CHARACTERS]) for name, text in texts.items()}
    return made | _facets(row)


def _facets(row: SearchDocument) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for facet in row.facet_rows.all():
        found.setdefault(facet_field(facet.name), []).append(facet.value)
    return found


Line = dict[str, Any]


def actions_of(row: SearchDocument, public: int | None, own: str, other: str) -> Iterator[tuple[Line, Line | None]]:
    """What is sent for a row: itself to the index it belongs in and its deletion to the other one, or two deletions.

    Every action names the row's revision, so that a later one always stands, whatever arrives last.
    Arguments: public, the policy that lets everybody read; own, other: the names through which the public index and
    that of all others are written.
    """
    version = {"_id": str(row.pk), "version": row.wanted_rev, "version_type": "external_gte"}
    belongs = None if row.deleted_at else own if row.policy_id == public else other
    for index in (own, other):
        if index == belongs:
            yield {"index": {"_index": index, **version}}, source_of(row)
        else:
            yield {"delete": {"_index": index, **version}}, None
