"""Which words of the index may somebody have meant who typed one that is hardly there?

The tables are the caller's: a `Vocabulary` reads them, twice a question at most. They are made from public text only,
or a suggestion would tell what somebody may not read. One row a word: language, word (folded), stem, and in how many
documents; and one row for each of `grams(word)`: language, gram, word.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from search.analysis import Token, base_language, cut_query, query_words
from search.arabic import is_arabic, without_article
from search.matching import Near, Question, Term

SHORTEST = 3
LONGEST_SHORT = 5  # letters in which one edit is as much as two in others
MAX_NEAR = 8
MAX_SOUGHT = 8
MAX_COMPARED = 60  # of the words that are like a sought one, those that share most
RARE = 1
SHORT_ARABIC = 3  # letters, the article left aside: most roots have as many, and one edit makes another root of them


class Known(NamedTuple):
    """A word of the index, as it is compared, and how many documents have it."""

    word: str
    stem: str
    documents: int


class Sought(NamedTuple):
    """What to look for when a word is misspelt: words that share at least so many grams and are about as long."""

    word: str
    grams: tuple[str, ...]
    least: int
    shortest: int
    longest: int


class Like(NamedTuple):
    """A word of the index that shares so many grams with the one that was sought."""

    sought: str
    known: Known
    shared: int


class Vocabulary(Protocol):
    """Reads the tables of words; `lang` is a base code."""

    def of_stems(self, lang: str, stems: Collection[str]) -> Iterable[Known]:
        """Return every word of the index that is compared as one of these."""

    def like(self, lang: str, sought: Sequence[Sought]) -> Iterable[Like]:
        """Return, for all words sought in one query, the words of the index that share enough grams with them."""


def edits_allowed(word: str) -> int:
    """Return how many edits may lie between a word and the one that was meant: 0 when it is not to be corrected.

    Numbers never are: another telephone number is somebody else's.
    """
    if len(word) < SHORTEST or any(character.isdigit() for character in word):
        return 0
    return 1 if len(word) <= LONGEST_SHORT else 2


def grams(word: str) -> frozenset[str]:
    """Return the pieces by which a word of the index is found; none for a word that corrects nothing.

    Each begins with the word's first letter, which near words share. Words that a short one may be meant for give
    their letters, words that a long one may be meant for their pairs of letters and the last one.
    """
    if not edits_allowed(word):
        return frozenset()
    letters = _letters(word) if len(word) <= LONGEST_SHORT + 1 else frozenset()
    return letters | (_pairs(word) if len(word) >= LONGEST_SHORT - 1 else frozenset())


def _letters(word: str) -> frozenset[str]:
    return frozenset(word[0] + letter for letter in word[1:])


def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[0] + one + two for one, two in zip(word, word[1:] + "$", strict=True))


def sought(word: str) -> Sought | None:
    """Return how to look for the words that may have been meant by this one; None when it is not to be corrected.

    Finds every word within one edit, and those within two of which neither is an exchange of neighbours.
    """
    edits = edits_allowed(word)
    if not edits:
        return None
    # An edit changes one letter, or two pairs of letters.
    pieces, lost = (_letters(word), 1) if edits == 1 else (_pairs(word), 2 * edits)
    return Sought(word, tuple(sorted(pieces)), max(1, len(pieces) - lost), len(word) - edits, len(word) + edits)


def distance(one: str, two: str, most: int) -> int:
    """Return the edits between two words: letters added, left out, replaced, or exchanged with the next.

    Damerau's distance in the restricted form, where no stretch is edited twice. `most + 1` stands for anything above
    `most`.
    """
    if abs(len(one) - len(two)) > most:
        return most + 1
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    one, two = one[start:], two[start:]
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        following = [i]
        for j, other in enumerate(two, 1):
            edits = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                edits = min(edits, before[j - 2] + 1)
            following.append(edits)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return min(row[-1], most + 1)


def nearest(word: str, likes: Iterable[Like]) -> tuple[Near, ...]:
    """Return the words that may have been meant, nearest and then commonest first, at most MAX_NEAR.

    Each is compared as something else than the others.
    """
    most = edits_allowed(word)
    compared = sorted(likes, key=lambda like: (-like.shared, -like.known.documents, like.known.word))[:MAX_COMPARED]
    measured = [(distance(word, like.known.word, most), like.known) for like in compared]
    found: dict[str, Near] = {}
    for edits, known in sorted(measured, key=lambda pair: (pair[0], -pair[1].documents, pair[1].word)):
        if 0 < edits <= most and known.word[0] == word[0]:
            found.setdefault(known.stem, Near(known.word, known.stem, edits))
    return tuple(found.values())[:MAX_NEAR]


def understand(text: str, lang: str, vocabulary: Vocabulary, documents: int) -> Question:
    """Return a question understood in a language: its words, and for those that hardly occur the near ones.

    `text` is what was typed, of any length and content; `lang` a language code; `documents` how many documents of that
    language the vocabulary was made from.
    """
    lang = base_language(lang)
    tokens = query_words(text, lang)
    if not tokens:
        return Question()
    order = tuple(token.stem for token in tokens)
    known = list(vocabulary.of_stems(lang, sorted(set(order))))
    frequencies = dict.fromkeys(order, 0)
    for row in known:
        frequencies[row.stem] = max(frequencies[row.stem], row.documents)
    common = {row.word for row in known if row.documents > RARE}
    doubtful = [
        token.word
        for token in tokens
        if token.word not in common and not (frequencies[token.stem] and _is_short_arabic(token.word))
    ]
    near, like = _near_words(lang, doubtful, vocabulary)
    suggestion = _corrected(text, [token for token in tokens if not frequencies[token.stem]], near)
    for row in like:
        frequencies[row.stem] = max(frequencies.get(row.stem, 0), row.documents)
    found = {token.stem: near.get(token.word, ()) for token in reversed(tokens)}
    terms = tuple(Term(stem, tuple(one for one in found[stem] if one.stem != stem)) for stem in dict.fromkeys(order))
    return Question(order, terms, documents, frequencies, suggestion, near)


def _is_short_arabic(word: str) -> bool:
    return is_arabic(word) and len(without_article(word)) <= SHORT_ARABIC


def _near_words(
    lang: str, words: Iterable[str], vocabulary: Vocabulary
) -> tuple[dict[str, tuple[Near, ...]], list[Known]]:
    """The near words of each of the first few words that can be corrected, and the rows they were taken from."""
    wanted = [one for one in map(sought, dict.fromkeys(words)) if one][:MAX_SOUGHT]
    likes: dict[str, list[Like]] = defaultdict(list)
    for like in vocabulary.like(lang, wanted) if wanted else ():
        likes[like.sought].append(like)
    near = {word: nearest(word, found) for word, found in likes.items()}
    named = {one.word for found in near.values() for one in found}
    return near, [like.known for found in likes.values() for like in found if like.known.word in named]


def _corrected(text: str, unknown: Iterable[Token], near: Mapping[str, tuple[Near, ...]]) -> str | None:
    """The question with each unknown word in the form it may have been meant; None when there is nothing to put right.

    Words of the index are kept folded, so accents are missing.
    """
    pieces, done = [], 0
    text = cut_query(text)
    for token in unknown:
        if near.get(token.word):
            pieces += [text[done : token.start], near[token.word][0].word]
            done = token.end
    return "".join([*pieces, text[done:]]) if pieces else None
