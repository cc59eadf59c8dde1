"""What does a character do in a text, and what is left of it when spelling is ignored?"""

import unicodedata

LETTER, DIGIT, MARK, PAIRED, STOP, APOSTROPHE, JOINER, OTHER = "wdmc.'- "
"""What a character does: stands in a word, in a number, on another character, in a script that is cut into pairs;
ends a sentence or shortens a word; elides; joins the groups of a telephone number; parts words."""

# Letters that Unicode does not decompose, as people without them type them. Arabic: the unifications of Lucene's
# arabic and persian normalisation, and the lone hamza, which many leave out; the hamza carried by another letter goes
# with the marks.
LETTERS = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŀ": "l", "ħ": "h",
    "ŧ": "t", "ə": "e", "ς": "σ", "й": "й",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ە": "ه",
    "ـ": "", "ء": "",
}  # fmt: skip

# Written without spaces between words, or (Korean) with words too long to compare: Thai and Lao, Burmese, Korean,
# Khmer, Chinese and Japanese.
PAIRED_SCRIPTS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007),
    (0x3021, 0x3029), (0x3038, 0x303B), (0x3041, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F),
    (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x20000, 0x3FFFF),
)  # fmt: skip

# Vowels and final consonants of Korean letters written one by one, voicing marks of half-width Japanese.
_LETTERS_THAT_SIT_ON_OTHERS = frozenset(map(chr, range(0x1160, 0x1200))) | {"\uff9e", "\uff9f"}
_VARIATION_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_ZERO_WIDTH_SPACE = "\u200b"
# Canonical combining classes: overlays, nuktas, Thai and Lao tones; and these stretches: points of Hebrew and Arabic,
# accents of every script. Vowel signs and viramas of Indic and South-East Asian scripts are letters there and stay.
_DROPPED_CLASSES = frozenset({1, 7, 107, 122, *range(10, 37), *range(200, 241)})


def is_dropped(character: str) -> bool:
    """Say whether a mark or a format character makes no difference to which word it stands in."""
    category = unicodedata.category(character)
    if category in ("Cf", "Me") or character in _VARIATION_SELECTORS:
        return True
    return category == "Mn" and unicodedata.combining(character) in _DROPPED_CLASSES


def shape_of(character: str) -> str:
    """Say what a character does in a text: one of LETTER … OTHER."""
    category = unicodedata.category(character)
    if category == "Nd":
        return DIGIT
    if category == "Cf":
        return OTHER if character == _ZERO_WIDTH_SPACE else MARK
    if category[0] == "M" or character in _LETTERS_THAT_SIT_ON_OTHERS:
        return MARK
    if category[0] == "L" or category in ("Nl", "No"):
        code = ord(character)
        return PAIRED if any(first <= code <= last for first, last in PAIRED_SCRIPTS) else LETTER
    return _shape_of_punctuation(character, category)


def _shape_of_punctuation(character: str, category: str) -> str:
    if character in "'’＇":
        return APOSTROPHE
    if character in ".．":
        return STOP
    return JOINER if category == "Pd" or character in "()/ \u00a0\u2009\u202f" else OTHER


def folded(character: str) -> str:
    """Return what remains of one composed lower-case character: letters and digits in their plainest form."""
    if character in LETTERS:
        return LETTERS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    kept = "".join(part for part in unicodedata.normalize("NFKD", character) if not is_dropped(part))
    plain = "".join(LETTERS.get(part, part) for part in unicodedata.normalize("NFC", kept))
    return "".join(part for part in plain if SHAPES[ord(part)] in (LETTER, DIGIT, MARK, PAIRED))


class _Shapes(dict[int, str]):
    """For `str.translate`: what each character does, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = shape = shape_of(chr(code))
        return shape


class _Folds(dict[int, str]):
    """For `str.translate`: what each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = result = folded(chr(code))
        return result


SHAPES = _Shapes()
FOLDS = _Folds()
