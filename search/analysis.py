"""How is a text cut into the words that search compares? One analyser for every database."""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import Stemmer

from search.arabic import light10
from search.letters import APOSTROPHE, FOLDS, OTHER, PAIRED, SHAPES

MAX_QUERY_CHARACTERS = 400
MAX_QUERY_WORDS = 32
# A telephone number has several shapes, and a Chinese word is about two pairs.
MAX_QUERY_STEMS = 2 * MAX_QUERY_WORDS
MAX_STORED_CHARACTERS = 8_000

MAX_RAW_WORD = 128
MAX_WORD = 64
MAX_MARKS = 4
PHONE_DIGITS = 7
MOST_KNOWN = 1 << 15  # raw words of one language that are remembered

ALGORITHMS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Snowball's algorithm for each language; one that is not here is folded but not stemmed."""

ELIDED = {
    "ca": frozenset(["d", "l", "m", "n", "s", "t"]),
    "fr": frozenset(["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "presqu", "puisqu", "qu", "quoiqu", "s", "t"]),
    "it": frozenset(["all", "c", "d", "dall", "dell", "l", "nell", "quest", "s", "sull", "un"]),
}
"""Words that lose their vowel before an apostrophe and say nothing about the subject."""

_PIECE = re.compile(r"(?P<acronym>(?<![wdm.])w(?:\.w)+(?![wdm]))|(?P<run>c[cm]*)|(?P<word>[wd][wdm]*)")
_PLAIN_PIECE = re.compile(r"c[cm]*|[wd][wdm]*")  # the same where there is no acronym, in half the time
_CLUSTER = re.compile(r"cm*")
_NUMBERS = re.compile(r"d[dm]*(?:[-.]{1,3}d[dm]*)*")
_GROUP = re.compile(r"d[dm]*")
_STEMMERS = threading.local()  # a Stemmer may not be shared by threads


class Token(NamedTuple):
    """One word of a text: where it stands (`text[start:end]`), folded, and as it is compared."""

    start: int
    end: int
    word: str
    stem: str


def fold(word: str) -> str:
    """Return a word in lower case, without marks, with its letters and digits unified.

    Looks at MAX_RAW_WORD characters only, because putting marks into canonical order takes quadratic time, and
    returns at most MAX_WORD.
    """
    composed = unicodedata.normalize("NFKC", word[:MAX_RAW_WORD])
    return composed[:MAX_RAW_WORD].lower().translate(FOLDS)[:MAX_WORD]


def base_language(lang: str) -> str:
    """Return the language of a code: "pt-br" and "pt_BR" are both "pt"."""
    return lang.replace("_", "-").split("-", 1)[0].lower()


def stem(word: str, lang: str) -> str:
    """Return what a folded word is compared as in a language, given by its base code."""
    if lang == "ar":
        return light10(word)
    if lang not in ALGORITHMS:
        return word
    stemmer = getattr(_STEMMERS, lang, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(ALGORITHMS[lang], 0)
        setattr(_STEMMERS, lang, stemmer)
    return str(stemmer.stemWord(word)) or word


class _Analysed(dict[str, tuple[str, str]]):
    """The raw words of one language, each folded, and stemmed; worked out when it is first met.

    A dictionary, because it is asked for every word of a text and answers in a third of `lru_cache`'s time.
    """

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def __missing__(self, raw: str) -> tuple[str, str]:
        if len(self) >= MOST_KNOWN:
            self.clear()
        # The plural of an acronym (NGOs, HRDs) has no vowel that a stemmer could go by.
        is_plural_acronym = len(raw) > 2 and raw[-1] == "s" and raw[:-1].isupper()
        word = fold(raw[:-1] if is_plural_acronym else raw)
        pair = self[raw] = (word, stem(word, self.lang))
        return pair


_analysed = lru_cache(maxsize=64)(_Analysed)  # by language


def words(text: str, lang: str, only: Collection[str] | None = None) -> list[Token]:
    """Return the words of a text in reading order, then the ends of the telephone numbers in it.

    `lang` is a language code; `only`: what the words that are wanted are compared as, all when it is None. Offsets
    count characters of `text`. Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese come as overlapping pairs of
    characters. Takes time linear in the length of the text, whatever is in it.
    """
    lang = base_language(lang)
    shape = text.translate(SHAPES)
    if lang == "fa" and "\u200c" in text:
        # Persian puts suffixes behind a zero-width non-joiner where others put a space.
        shape = "".join(OTHER if character == "\u200c" else one for character, one in zip(text, shape, strict=True))
    may_elide = APOSTROPHE in shape
    tokens: list[Token] = []
    known = _analysed(lang)
    new = tuple.__new__  # as Token's own constructor does, in half the time: most of a highlight is spent here
    for piece in (_PIECE if "w.w" in shape else _PLAIN_PIECE).finditer(shape):
        start, end = piece.span()
        if shape[start] == PAIRED:
            tokens += _wanted(_pairs(text, shape, start, end), only)
            continue
        word, compared = known[text[start : end if end - start < MAX_RAW_WORD else start + MAX_RAW_WORD]]
        if only is not None and compared not in only:
            continue
        if word and not (may_elide and _is_particle(word, lang, shape, start, end)):
            tokens.append(new(Token, (start, end, word, compared)))
    tokens += _wanted(_telephones(text, shape), only)
    return tokens


def _wanted(tokens: Iterator[Token], only: Collection[str] | None) -> Iterator[Token]:
    return tokens if only is None else (token for token in tokens if token.stem in only)


def _is_particle(word: str, lang: str, shape: str, start: int, end: int) -> bool:
    """Whether a word is the `s` of an English possessive, or an article and the like before an apostrophe."""
    if word == "s" and start and shape[start - 1] == APOSTROPHE:
        return True
    return shape[end : end + 1] == APOSTROPHE and word in ELIDED.get(lang, ())


def _pairs(text: str, shape: str, start: int, end: int) -> Iterator[Token]:
    """The overlapping pairs of characters between two offsets, or the only character."""
    clusters = [cluster.span() for cluster in _CLUSTER.finditer(shape, start, end)]
    letters = [(first, last, fold(text[first : min(last, first + 1 + MAX_MARKS)])) for first, last in clusters]
    letters = [letter for letter in letters if letter[2]]
    if len(letters) == 1:
        first, last, letter = letters[0]
        yield Token(first, last, letter, letter)
    for (first, _, one), (_, last, two) in pairwise(letters):
        yield Token(first, last, one + two, one + two)


def _telephones(text: str, shape: str) -> Iterator[Token]:
    """For each group of digits that may end a telephone number, the number's last PHONE_DIGITS digits.

    They are the same with and without the country's code or a leading zero, with spaces, dots, hyphens or none.
    """
    for run in _NUMBERS.finditer(shape):
        if run.end() - run.start() <= PHONE_DIGITS:
            continue
        digits = ""
        starts: list[int] = []
        for group in _GROUP.finditer(shape, *run.span()):
            piece = fold(text[max(group.start(), group.end() - MAX_WORD) : group.end()])
            starts = [*starts, group.start()][-PHONE_DIGITS:]
            digits = (digits + piece)[-PHONE_DIGITS:]
            if len(digits) == PHONE_DIGITS and digits != piece:
                yield Token(starts[0], group.end(), digits, digits)


def stems(text: str, lang: str) -> list[str]:
    """Return the words of a text as they are compared, in reading order (see `words`)."""
    return [token.stem for token in words(text, lang)]


def stored(compared: Iterable[str]) -> str:
    """Return words, as they are compared, in one string for ranking: those that fit into MAX_STORED_CHARACTERS."""
    line = " ".join(compared)
    if len(line) <= MAX_STORED_CHARACTERS:
        return line
    return line[: line.rfind(" ", 0, MAX_STORED_CHARACTERS + 1)]


def cut_query(text: str) -> str:
    """Return the part of a question that is answered: 32 words, 400 characters."""
    return " ".join(text[:MAX_QUERY_CHARACTERS].split()[:MAX_QUERY_WORDS])


def query_words(text: str, lang: str) -> list[Token]:
    """Return the words of a question, cut to what is answered; offsets count characters of `cut_query(text)`."""
    return words(cut_query(text), lang)[:MAX_QUERY_STEMS]
