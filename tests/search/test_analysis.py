"""The analyser: what is typed one way is found though it was written another, and no text is too strange for it."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    ALGORITHMS,
    MAX_QUERY_CHARACTERS,
    MAX_QUERY_STEMS,
    MAX_QUERY_WORDS,
    MAX_STORED_CHARACTERS,
    MAX_WORD,
    base_language,
    cut_query,
    fold,
    query_words,
    stem,
    stems,
    stored,
    words,
)
from search.arabic import light10
from search.letters import FOLDS, SHAPES, is_dropped, shape_of

LANGUAGES = ("en", "es", "fr", "ar", "fa", "ja", "th", "xx", "pt-br")


def shown(text, lang="en"):
    """What stands in the text at each word, and what it is compared as."""
    return [(text[token.start : token.end], token.stem) for token in words(text, lang)]


# -- What finds what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "typed", "written"),
    [
        pytest.param("en", "defenders", "DEFENDER", id="case and plural"),
        pytest.param("en", "UN", "U.N.", id="acronym with stops"),
        pytest.param("en", "ngo", "N.G.O.s", id="plural acronym with stops"),
        pytest.param("en", "NGO", "NGOs", id="plural acronym"),
        pytest.param("es", "DDHH", "D.D.H.H.", id="Spanish acronym"),
        pytest.param("en", "amnesty", "Amnesty’s", id="possessive"),
        pytest.param("en", "jose garcia", "José García", id="name without accents"),
        pytest.param("en", "strauss", "Strauß", id="sharp s"),
        pytest.param("en", "soren", "Søren", id="letter that does not decompose"),
        pytest.param("en", "lukasz", "Łukasz", id="barred l"),
        pytest.param("en", "istanbul", "İstanbul", id="dotted capital"),
        pytest.param("en", "cafe", "cafe\u0301", id="decomposed accent"),
        pytest.param("en", "wifi", "ＷｉＦｉ", id="full width"),
        pytest.param("en", "office", "oﬃce", id="ligature"),
        pytest.param("en", "emergency", "emer\u00adgency", id="soft hyphen"),
        pytest.param("es", "accion", "acciones", id="Spanish plural, no accent"),
        pytest.param("fr", "homme", "l’homme", id="elided article"),
        pytest.param("fr", "etat", "d'États", id="elided preposition"),
        pytest.param("pt-br", "organizacao", "Organização", id="regional code"),
        pytest.param("ru", "елка", "ёлка", id="Russian yo"),
        pytest.param("ru", "российский", "росси\u0438\u0306ский", id="decomposed Russian short i"),
        pytest.param("el", "οδος", "ΟΔΌΣ", id="Greek final sigma"),
        pytest.param("xx", "οδος", "ΟΔΌΣ", id="sigma of a language without stemmer"),
        pytest.param("ar", "انسان", "إنسان", id="hamza below alef"),
        pytest.param("ar", "امن", "أمن", id="hamza above alef"),
        pytest.param("ar", "مسوول", "مسؤول", id="hamza on waw"),
        pytest.param("ar", "اصدقا", "أصدقاء", id="lone hamza"),
        pytest.param("ar", "مدافع", "والمدافعون", id="article, conjunction, plural"),
        pytest.param("ar", "حمايه", "حمايـــة", id="teh marbuta and tatweel"),
        pytest.param("ar", "على", "علي", id="final yeh"),
        pytest.param("ar", "مدافع", "مُدَافِعٌ", id="vowels"),
        pytest.param("ar", "مدافع", "ﻣﺪﺍﻓﻊ", id="presentation forms"),
        pytest.param("ar", "كتاب", "کتاب", id="Persian keheh"),
        pytest.param("ar", "2024", "٢٠٢٤", id="Arabic digits"),
        pytest.param("fa", "کتاب", "کتاب‌ها", id="Persian plural behind a non-joiner"),
        pytest.param("he", "שלום", "שָׁלוֹם", id="Hebrew points"),
        pytest.param("hi", "112", "११२", id="Devanagari digits"),
        pytest.param("ja", "人権", "東京の人権", id="Japanese pair"),
        pytest.param("ja", "ガード", "ｶﾞｰﾄﾞ", id="half-width Japanese"),
        pytest.param("ko", "한국", "한국어", id="Korean"),
        pytest.param("ko", "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8", id="Korean letters"),
        pytest.param("th", "สวัสดี", "สวัสดีครับ", id="Thai"),
        pytest.param("lo", "ສະບາຍ", "ສະບາຍດີ", id="Lao"),
        pytest.param("km", "សួស្តី", "សួស្តីបង", id="Khmer"),
        pytest.param("my", "မင်္ဂလာ", "မင်္ဂလာပါ", id="Burmese"),
        pytest.param("en", "+1 202 555 0143", "+1 202 555 0143", id="number as written"),
        pytest.param("en", "+12025550143", "+1 202 555 0143", id="number without spaces"),
        pytest.param("en", "12025550143", "+1 (202) 555-0143", id="number without plus"),
        pytest.param("en", "202 555 0143", "+12025550143", id="number without country"),
        pytest.param("en", "00 1 202.555.0143", "tel:+1-202-555-0143", id="number with stops"),
        pytest.param("en", "020 7946 0018", "+44 20 7946 0018", id="number with leading zero"),
        pytest.param("en", "5550143", "call 202 555 0143 24 hours", id="number among numbers"),
        pytest.param("ar", "+12025550143", "\u202a+1 202 555 0143\u202c", id="number between direction marks"),
        pytest.param("ar", "12025550143", "١ ٢٠٢ ٥٥٥ ٠١٤٣", id="number in Arabic digits"),
    ],
)
def test_what_is_typed_shares_a_word_with_what_was_written(lang, typed, written):
    asked = set(stems(typed, lang))

    shared = asked & set(stems(written, lang))

    assert shared if any(character.isdigit() for character in typed) else shared == asked


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "bus", "bu"),
        ("en", "202 555 0143", "202 555 0144"),
        ("en", "2.5", "25"),
        ("ja", "か", "が"),
        ("hi", "किल", "काल"),
        ("th", "กา", "กู"),
    ],
)
def test_words_that_differ_stay_different(lang, one, other):
    assert set(stems(one, lang)) != set(stems(other, lang))


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Ms. O'Brien-Smith", "en", [("Ms", "ms"), ("O", "o"), ("Brien", "brien"), ("Smith", "smith")]),
        ("don't", "en", [("don", "don"), ("t", "t")]),
        ("’s", "en", []),
        ("J.Smith", "en", [("J", "j"), ("Smith", "smith")]),
        ("qu’est l'", "fr", [("est", "est")]),
        ("d'angelo", "en", [("d", "d"), ("angelo", "angelo")]),
        ("東京都", "ja", [("東京", "東京"), ("京都", "京都")]),
        ("iPhone手机", "zh", [("iPhone", "iphone"), ("手机", "手机")]),
        ("水", "zh", [("水", "水")]),
        ("a\u200bb", "km", [("a", "a"), ("b", "b")]),
        ("\u0640 ء \u0301", "ar", []),
        ("\ufe0f1\ufe0f\u20e3", "en", [("1\ufe0f\u20e3", "1")]),
        ("1 202 555 0143", "en", [("1", "1"), ("202", "202"), ("555", "555"), ("0143", "0143"),
                                  ("1 202 555", "1202555"), ("1 202 555 0143", "5550143")]),
        ("12345678", "en", [("12345678", "12345678"), ("12345678", "2345678")]),
        ("1234567", "en", [("1234567", "1234567")]),
        ("1 2 3 4 5 6 7 8", "en", [(one, one) for one in "12345678"]
                                  + [("1 2 3 4 5 6 7", "1234567"), ("2 3 4 5 6 7 8", "2345678")]),
        ("", "en", []),
    ],
)  # fmt: skip
def test_words_say_where_they_stand(text, lang, expected):
    assert shown(text, lang) == expected


def test_the_length_of_words_is_bounded():
    long = "x" * 10_000

    (token,) = words(long, "en")

    assert (token.start, token.end, token.word) == (0, 10_000, "x" * MAX_WORD)
    assert fold("ﷺ" * 1000) == fold("ﷺ" * 100)
    assert len(fold("ﷺ" * 1000)) == MAX_WORD


def test_base_language_is_the_first_part_of_a_code():
    assert [base_language(code) for code in ("pt-br", "pt_BR", "EN", "zh-Hans-TW")] == ["pt", "pt", "en", "zh"]


def test_every_named_stemmer_exists():
    found = {lang: stem("defensores", lang) for lang in ALGORITHMS}

    assert all(found.values())


def test_stemming_agrees_in_every_thread():
    found = []

    threads = [threading.Thread(target=lambda: found.append(stem("defenders", "en"))) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["defend"] * 4


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والكتاب", "كتاب"),
        ("بالكتاب", "كتاب"),
        ("للمدافعين", "مدافع"),
        ("وكتاب", "كتاب"),
        ("وطن", "وطن"),
        ("الو", "الو"),
        ("مكتبات", "مكتب"),
        ("مدرسه", "مدرس"),
        ("حقوقي", "حقوق"),
        ("هم", "هم"),
        ("pgp", "pgp"),
        ("", ""),
    ],
)
def test_light10_takes_off_articles_and_endings(word, expected):
    assert light10(word) == expected


# -- Questions and what is stored ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  one \n two\t", "one two"),
        ("w " * 100, " ".join(["w"] * MAX_QUERY_WORDS)),
        ("x" * 10_000, "x" * MAX_QUERY_CHARACTERS),
        ("", ""),
    ],
)
def test_a_question_is_cut(text, expected):
    assert cut_query(text) == expected


def test_a_question_without_spaces_is_cut_too():
    assert len(query_words("水火" * 300, "zh")) == MAX_QUERY_STEMS
    assert len(query_words("a-b-" * 300, "en")) == MAX_QUERY_STEMS


def test_whole_words_are_stored_up_to_a_length():
    short = ["word"] * 3
    fitting = ["x" * 7] * 1000

    assert stored(short) == "word word word"
    assert stored([*fitting, "x" * 7]) == " ".join(fitting)
    assert stored([*["x" * 7] * 999, "x" * 8]) == " ".join([*["x" * 7] * 999, "x" * 8])
    assert len(stored(["x" * 60] * 1000)) <= MAX_STORED_CHARACTERS


# -- Any text ------------------------------------------------------------------------------------------------------

anything = st.text(st.characters(exclude_categories=()), max_size=200)


@given(anything, st.sampled_from(LANGUAGES))
def test_any_text_is_cut_into_bounded_plain_words(text, lang):
    found = words(text, lang)

    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(token.word and token.stem and len(token.word) <= MAX_WORD for token in found)
    assert not any(character in " \"'\\\0*^:" for token in found for character in token.word + token.stem)


@given(anything, st.sampled_from(LANGUAGES))
def test_folding_twice_changes_nothing_more(text, lang):
    for token in words(text, lang):
        assert stem(fold(token.word), base_language(lang)) == stem(token.word, base_language(lang))


@given(anything, st.sampled_from(LANGUAGES))
def test_case_of_plain_letters_makes_no_difference(text, lang):
    plain = "".join(character for character in text if character.isascii() and character != "s")

    assert stems(plain.upper(), lang) == stems(plain.lower(), lang)


HOSTILE = {
    "marks": "\u0315\u0300\u0301\u0327",
    "letters with many marks": "a" + "\u0315\u0300\u0301\u0327" * 50,
    "characters with many marks": "水" + "\u0315\u0300\u0301\u0327" * 50,
    "digits with many marks": "1" + "\u0315\u0300\u0301\u0327" * 50,
    "acronym without end": "a.",
    "numbers": "1 ",
    "number without end": "1",
    "joiners": "1---",
    "pairs": "水火",
    "Korean letters": "\u1100\u1161",
    "apostrophes": "l'",
    "characters that grow": "ﷺ ",
    "zero width": "\u200b\u200c\u200d",
    "half characters": "\ud800",
}


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("lang", ["fr", "fa"])
def test_hostile_text_takes_linear_time(piece, lang):
    text = (piece * 100_000)[:100_000]

    started = time.process_time()
    words(text, lang)
    words("a" + text, lang)
    seconds = time.process_time() - started

    assert seconds < 6  # quadratic time would be minutes


def test_one_run_of_marks_takes_linear_time():
    started = time.process_time()
    found = [stems(start + "\u0315\u0300\u0301\u0327" * 25_000, "en") for start in ("a", "水", "1")]
    seconds = time.process_time() - started

    assert found == [["a"], ["水"], ["1"]]
    assert seconds < 2


@given(st.characters(exclude_categories=()))
def test_any_character_has_a_shape_and_a_fold(character):
    assert len(SHAPES[ord(character)]) == 1
    assert shape_of(character) == SHAPES[ord(character)]
    assert is_dropped(character) in (True, False)
    assert "".join(FOLDS[ord(one)] for one in FOLDS[ord(character)]) == FOLDS[ord(character)]
