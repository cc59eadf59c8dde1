"""Many listed entries at once, each different, for tests of size and of counting."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from content.countries import choices as countries
from content.languages import choices as languages
from content.terms import Branch
from content.vocabulary import words_of
from directory.content import LANGUAGES, Content, difference_digest
from directory.models import ContactKind, Entry, ListedState, State
from directory.public import PublicEntry

BRANCHES = {"services": Branch.NEED, "threats": Branch.THREAT, "served": Branch.SERVED, "regions": Branch.REGION}
TEXTS = {"name": (3, 5), "summary": (14, 24), "description": (40, 90), "process": (20, 40)}
NO_TEXTS = (
    "acronym", "other_names", "served_note", "coverage_note", "language_note", "hours", "availability_message", "cost",
    "who_may_file", "preconditions", "must_state", "deadline", "follow_up",
)  # fmt: skip
WAYS = {
    ContactKind.SIGNAL: "+1202555{:04d}",
    ContactKind.EMAIL: "post@help-{}.example",
    ContactKind.PHONE: "+44207946{:04d}",
    ContactKind.FORM: "https://help-{}.example/write",
}


def contents(number: int, *, seed: int = 4) -> list[Content]:
    """The public content of so many entries: words, terms, places and ways drawn by lot, the same for the same seed."""
    lot = random.Random(seed)  # noqa: S311 - no secret
    words = {code: _words(code) for code in LANGUAGES}
    return [_content(lot, each, words) for each in range(number)]


def _words(language: str) -> list[str]:
    """Words of a language, from the shared vocabulary and the names of countries and languages."""
    said = [word[language] for branch in Branch.values for word in words_of(branch).values()]
    said += [name for _code, name in (*countries(language), *languages(language))]
    return sorted({word for text in said for word in text.split()})


def _content(lot: random.Random, number: int, words: dict[str, list[str]]) -> Content:
    def text(few: int, many: int) -> dict[str, str]:
        return {code: " ".join(lot.choices(each, k=lot.randint(few, many))) for code, each in words.items()}

    def some(of: Sequence[str], most: int) -> list[str]:
        return sorted(lot.sample(list(of), lot.randint(0, most)))

    kinds = lot.sample(list(WAYS), lot.randint(0, 3))
    return {
        "uuid": str(uuid.UUID(int=lot.getrandbits(128))),
        "slug": slugify(f"{lot.choice(words['en'])} {number}"),
        "kind": lot.choice(["ngo", "fund", "helpline", "unit", "mechanism", "legal-network"]),
        "level": "", "worldwide": lot.random() < 0.2,
        "countries": some([code for code, _name in countries("en")], 4),
        "languages": some(["en", "es", "fr", "ar", "sw", "pt", "ru"], 4),
        "always_open": lot.random() < 0.1, "time_zone": "", "first_reply_hours": lot.choice([None, 2, 24, 96]),
        "availability": lot.choice(["open", "open", "open", "over-capacity"]),
        "urgent_appeals": lot.choice(["yes", "no", "unknown"]),
        "filing_languages": [], "trigger": "", "anonymous": "unknown", "source": "", "source_id": "", "licence": "",
        **{name: text(*length) for name, length in TEXTS.items()},
        **{name: {} for name in NO_TEXTS},
        **{name: some(list(words_of(branch)), 3) for name, branch in BRANCHES.items()},
        "professions": [], "not_served": [], "organisation": "", "hosted_by": "",
        "contacts": [_way(lot, kind) for kind in kinds],
    }  # fmt: skip


def _way(lot: random.Random, kind: ContactKind) -> Content:
    value = WAYS[kind].format(lot.randint(100, 9999))
    return {
        "uuid": str(uuid.UUID(int=lot.getrandbits(128))), "kind": kind.value, "value": value, "fingerprint": "",
        "plain_reason": "", "label": {}, "hours": {}, "note": {}, "checked_on": "",
    }  # fmt: skip


def listed_in_bulk(number: int) -> list[Entry]:
    """So many listed entries, written as a vote writes them but without the people, who would take a minute."""
    lot, today = random.Random(number), timezone.localdate()  # noqa: S311 - no secret
    states = []
    for content in contents(number):
        digest = difference_digest(before="", content=content, seal="", number=1)
        entry = Entry(
            uuid=content["uuid"], slug=content["slug"], name=content["name"]["en"], state=State.LISTED,
            listed_since=timezone.now(), listed_digest=digest, round=2,
        )  # fmt: skip
        day = today - timedelta(days=lot.randint(0, 500))
        states.append(ListedState(entry=entry, content=content, restricted_seal="", round=1, digest=digest,
                                  checked_on=day))  # fmt: skip
    entries = Entry.objects.bulk_create(state.entry for state in states)
    ListedState.objects.bulk_create(states)
    return entries


class _Rows:
    """A relation that nobody filled."""

    @staticmethod
    def all() -> list[Any]:
        return []


class Unsaved:
    """As much of an entry as is needed to show it without a database."""

    def __init__(self, number: int, checked_on: Any) -> None:
        self.pk = number
        self.hidden_contacts = _Rows
        self.listed_state = type("State", (), {"checked_on": checked_on, "vouched_by": _Rows})


def shown(number: int, *, seed: int = 4) -> list[PublicEntry]:
    """So many entries as the public sees them, without a database."""
    today = timezone.localdate()
    return [
        PublicEntry(Unsaved(each, today - timedelta(days=each % 500)), content, today=today)  # type: ignore[arg-type]
        for each, content in enumerate(contents(number, seed=seed))
    ]
