"""Documents and questions that are like a network's, as many as are asked for, the same in every run."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import NamedTuple

LANGUAGES = ("en", "en", "es", "fr", "ar")  # as often as they stand here
POLICIES = 41  # the public one and so many circles
FACETS = {
    "type": ("page", "entry", "campaign", "update", "document"),
    "need": ("safe-place", "lawyer", "digital-security", "emergency-money", "counselling", "training"),
    "served": ("defenders", "journalists", "lawyers", "families", "organisations"),
    "concern": ("expression", "labour", "torture", "health", "education", "housing", "peace"),
    "country": tuple(f"{one}{two}" for one in "ABCDEF" for two in "KLMNOP"),
    "region": ("africa", "americas", "asia-pacific", "europe-central-asia", "mena"),
}
PROFILES = 500  # combinations of facet values: who publishes much publishes much of one kind
WORDS = 30_000  # of each language
LATIN, ARABIC = ("bcdfglmnprstv", "aeiou"), ("بتجدرزسشعفقكلمنه", "اوي")


class Generated(NamedTuple):
    """One document: policy 0 is public, any other a circle's; facets hold one value of each."""

    language: str
    policy: int
    title: str
    headings: str
    body: str
    facets: dict[str, str]


class Vocabulary:
    """Words of one language, of which some are used far more often than others (Zipf's law)."""

    def __init__(self, language: str) -> None:
        random = Random(f"words {language}")  # noqa: S311 - not a secret
        consonants, vowels = ARABIC if language == "ar" else LATIN
        self.words: list[str] = []
        known: set[str] = set()
        while len(self.words) < WORDS:
            syllables = 1 + random.randrange(2) if len(self.words) < 60 else 2 + random.randrange(4)
            word = "".join(random.choice(consonants) + random.choice(vowels) for _each in range(syllables))
            word += random.choice(consonants)
            if word not in known:
                known.add(word)
                self.words.append(word)
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(WORDS)))

    def text(self, random: Random, count: int) -> str:
        return " ".join(random.choices(self.words, cum_weights=self.weights, k=count))


def documents(count: int) -> Iterator[Generated]:
    """So many documents: a title, some headings, and 40 to 900 words, of which half are public."""
    random = Random("documents")  # noqa: S311 - not a secret
    vocabularies = {language: Vocabulary(language) for language in set(LANGUAGES)}
    profiles = [{name: random.choice(values) for name, values in FACETS.items()} for _each in range(PROFILES)]
    for _number in range(count):
        language = random.choice(LANGUAGES)
        words = vocabularies[language]
        length = min(900, max(40, int(random.lognormvariate(5.3, 0.7))))
        yield Generated(
            language=language,
            policy=random.choice((0, random.randrange(1, POLICIES))),
            title=words.text(random, random.randint(2, 7)),
            headings="\n".join(words.text(random, random.randint(2, 5)) for _each in range(random.randint(0, 4))),
            body=words.text(random, length),
            facets=random.choice(profiles),
        )


def questions(found: list[Generated], count: int) -> list[tuple[str, str]]:
    """So many questions with their languages: one to five words of one document, every fourth question misspelt."""
    random = Random("questions")  # noqa: S311 - not a secret
    asked = []
    for number in range(count):
        document = random.choice(found)
        words = random.choice((document.title, document.body)).split()
        start = random.randrange(len(words))
        chosen = words[start : start + random.randint(1, 5)]
        if number % 4 == 0:
            chosen[0] = chosen[0][:1] + chosen[0][2:3] + chosen[0][1:2] + chosen[0][3:]
        asked.append((document.language, " ".join(chosen)))
    return asked
