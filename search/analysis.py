"""How is a text cut into the words that search compares? One analyser for every embedded engine."""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from search.arabic import light10

MAX_QUERY_CHARACTERS = 400
MAX_QUERY_WORDS = 32
# A number is indexed in two shapes and a Chinese word is about two bigrams.
MAX_QUERY_STEMS = 2 * MAX_QUERY_WORDS
MAX_STORED_CHARACTERS = 8_000

MAX_RAW_WORD = 128
MAX_WORD = 64
MAX_MARKS = 4
PHONE_DIGITS = 7

ALGORITHMS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Language code to Snowball algorithm; a language that is not here is folded but not stemmed."""

ELIDED = {
    "ca": frozenset("d l m n s t".split()),
    "fr": frozenset("c d j jusqu l lorsqu m n presqu puisqu qu quoiqu s t".split()),
    "it": frozenset("all c d dall dell l nell quest s sull un".split()),
}
"""Words that lose their vowel before an apostrophe and say nothing about the subject."""

# Letters that Unicode does not decompose, in the spelling that people without them type.
# Arabic: the unifications of Lucene's arabic and persian normalisation; the hamza carried by
# alef, waw and yeh goes with the marks.
LETTERS = {
    "ß": "ss", "ẞ": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŀ": "l",
    "ħ": "h", "ŧ": "t", "ə": "e", "ς": "σ", "й": "й",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ە": "ه",
    "ـ": "", "ء": "",
}  # fmt: skip

# Scripts written without spaces between words, or (Korean) with words too long to compare.
BIGRAM_SCRIPTS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007),
    (0x3021, 0x3029), (0x3038, 0x303B), (0x3041, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F),
    (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x20000, 0x3FFFF),
)  # fmt: skip

LETTER, DIGIT, MARK, BIGRAM, STOP, APOSTROPHE, JOINER, OTHER = "wdmc.'- "


class Token(NamedTuple):
    """One word of a text: where it stands (`text[start:end]`), folded, and as it is compared."""

    start: int
    end: int
    word: str
    stem: str


def _is_dropped(character: str) -> bool:
    """Say whether a mark or format character makes no difference to what a word is.

    Vowel signs and viramas of Indic and South-East Asian scripts stay: they are letters there.
    """
    category = unicodedata.category(character)
    if category in ("Cf", "Me"):
        return True
    if category != "Mn":
        return False
    if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return True
    order = unicodedata.combining(character)
    return order in (1, 7, 107, 122) or 10 <= order <= 36 or 200 <= order <= 240


def _shape_of(character: str) -> str:
    """Say what a character does in a text: one of LETTER … OTHER."""
    category = unicodedata.category(character)
    code = ord(character)
    if category == "Nd":
        return DIGIT
    if character == "\u200b":
        return OTHER
    if category[0] == "M" or category == "Cf" or character in "\uff9e\uff9f" or 0x1160 <= code <= 0x11FF:
        return MARK
    if category[0] == "L" or category in ("Nl", "No"):
        return BIGRAM if any(first <= code <= last for first, last in BIGRAM_SCRIPTS) else LETTER
    if character in "'’ʼ＇":
        return APOSTROPHE
    if character == ".":
        return STOP
    if category == "Pd" or character in "()/ \u00a0\u2009\u202f":
        return JOINER
    return OTHER


def _folded(character: str) -> str:
    """Return what remains of one composed lower-case character when spelling is ignored."""
    if character in LETTERS:
        return LETTERS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    kept = "".join(part for part in unicodedata.normalize("NFKD", character) if not _is_dropped(part))
    kept = "".join(LETTERS.get(part, part) for part in unicodedata.normalize("NFC", kept))
    return "".join(part for part in kept if _SHAPES[ord(part)] in (LETTER, DIGIT, MARK, BIGRAM))


class _Shapes(dict[int, str]):
    """What each character does, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = shape = _shape_of(chr(code))
        return shape


class _Folds(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


_SHAPES = _Shapes()
_FOLDS = _Folds()
_STEMMERS = threading.local()

_PIECE = re.compile(
    r"(?P<acronym>(?<![wdm.])w(?:\.w)+(?![wdm]))|(?P<word>[wd][wdm]*)|(?P<run>c[cm]*)",
)
_NUMBERS = re.compile(r"d[dm]*(?:[-.]{1,3}d[dm]*)*")
_GROUP = re.compile(r"d[dm]*")
_CLUSTER = re.compile(r"cm*")


def fold(word: str) -> str:
    """Return a word in lower case, without marks, with its letters and digits unified.

    Only the first MAX_RAW_WORD characters are looked at, because putting marks into canonical
    order takes quadratic time, and MAX_WORD are returned.
    """
    composed = unicodedata.normalize("NFKC", word[:MAX_RAW_WORD])
    return composed[:MAX_RAW_WORD].lower().translate(_FOLDS)[:MAX_WORD]


def base_language(lang: str) -> str:
    """Return the language of a code: "pt-br" and "pt_BR" are both "pt"."""
    return lang.replace("_", "-").split("-", 1)[0].lower()


def stem(word: str, lang: str) -> str:
    """Return what a folded word is compared as in a language (a base code)."""
    if lang == "ar":
        return light10(word)
    if lang not in ALGORITHMS:
        return word
    # A Stemmer may not be shared by threads.
    stemmer = getattr(_STEMMERS, lang, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(ALGORITHMS[lang], 0)
        setattr(_STEMMERS, lang, stemmer)
    return str(stemmer.stemWord(word)) or word


@lru_cache(maxsize=1 << 16)
def _analysed(raw: str, lang: str) -> tuple[str, str]:
    # A plural acronym (NGOs, HRDs) has no vowel that a stemmer could go by.
    word = fold(raw[:-1] if raw[-1] == "s" and raw[:-1].isupper() and len(raw) > 2 else raw)
    return word, stem(word, lang)


def words(text: str, lang: str) -> list[Token]:
    """Return the words of a text in reading order, then the telephone numbers in it.

    `lang` is a language code. Offsets count characters of `text`. Words of Chinese, Japanese,
    Korean, Thai, Lao, Khmer and Burmese come as overlapping pairs of characters. Takes time
    linear in the length of the text, whatever is in it.
    """
    lang = base_language(lang)
    shape = text.translate(_SHAPES)
    if lang == "fa":
        # Persian writes suffixes behind a zero-width non-joiner where others put a space.
        shape = "".join(OTHER if c == "\u200c" else s for c, s in zip(text, shape, strict=True))
    elided = ELIDED.get(lang, frozenset())
    tokens: list[Token] = []
    for piece in _PIECE.finditer(shape):
        start, end = piece.span()
        if piece.lastgroup == "run":
            tokens += _pairs(text, shape, start, end)
            continue
        raw = text[start : start + MAX_RAW_WORD if end - start > MAX_RAW_WORD else end]
        word, compared = _analysed(raw, lang)
        if not word:
            continue
        if shape[end : end + 1] == APOSTROPHE and word in elided:
            continue
        if word == "s" and start and shape[start - 1] == APOSTROPHE:
            continue
        tokens.append(Token(start, end, word, compared))
    tokens += _telephones(text, shape)
    return tokens


def _pairs(text: str, shape: str, start: int, end: int) -> list[Token]:
    """Return the overlapping pairs of characters between two offsets, or the only character."""
    letters = [
        (piece.start(), piece.end(), fold(text[piece.start() : min(piece.end(), piece.start() + 1 + MAX_MARKS)]))
        for piece in _CLUSTER.finditer(shape, start, end)
    ]
    letters = [letter for letter in letters if letter[2]]
    if len(letters) == 1:
        first, last, letter = letters[0]
        return [Token(first, last, letter, letter)]
    return [
        Token(one[0], two[1], one[2] + two[2], one[2] + two[2])
        for one, two in zip(letters, letters[1:], strict=False)
    ]


def _telephones(text: str, shape: str) -> list[Token]:
    """Return, for each group that may end a telephone number, the number's last digits.

    Whether somebody writes the country's code, a leading zero, spaces, dots or hyphens, the last
    PHONE_DIGITS digits are the same.
    """
    tokens = []
    for run in _NUMBERS.finditer(shape):
        if run.end() - run.start() <= PHONE_DIGITS:
            continue
        digits, starts = "", []
        for group in _GROUP.finditer(shape, run.start(), run.end()):
            piece = fold(text[max(group.start(), group.end() - MAX_RAW_WORD) : group.end()])
            starts.append(group.start())
            digits = (digits + piece)[-PHONE_DIGITS:]
            if len(digits) == PHONE_DIGITS and digits != piece:
                tokens.append(Token(starts[max(0, len(starts) - PHONE_DIGITS)], group.end(), digits, digits))
    return tokens


def stems(text: str, lang: str) -> list[str]:
    """Return the words of a text as they are compared, in reading order (see `words`)."""
    return [token.stem for token in words(text, lang)]


def cut_query(text: str) -> str:
    """Return the part of a question that is answered: 32 words, 400 characters."""
    return " ".join(text[:MAX_QUERY_CHARACTERS].split()[:MAX_QUERY_WORDS])


def query_stems(text: str, lang: str) -> list[str]:
    """Return the words of a question as they are compared, repetitions included."""
    return stems(cut_query(text), lang)[:MAX_QUERY_STEMS]
