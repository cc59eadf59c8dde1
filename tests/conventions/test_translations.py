"""Whether the interface speaks all its languages: nothing left out, nothing broken."""

import gettext
import io
import re
import tomllib

import pytest
from babel.messages.mofile import write_mo
from django.conf import settings

from tests.conventions.findings import ROOT
from tests.conventions.words import asked_for, catalogue, english, in_template, name_of, translated

# What to do when the first test fails; it needs the gettext programs, which the tests do not.
GATHER = (
    "Run manage.py makemessages --all --no-location --no-wrap --no-obsolete -i tests -i .venv -i var, and translate."
)
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
# An address keeps its own marks, as a tag or a placeholder does.
NOT_PROSE = re.compile(rf"{TAG.pattern}|{PLACEHOLDER.pattern}|https?://|[\w.]+=[\w.]+|\S+/\S+")
# The narrow space that keeps a mark on the line of its word.
NARROW = "\N{NARROW NO-BREAK SPACE}"
# What no text of a language holds: marks of another, French marks without their space.
LOOSE = rf"(?<!{NARROW})[;:!?»]|«(?!{NARROW})"
WRONG_MARKS = {"es": "[“”]", "fr": f"[“”]|{LOOSE}", "ar": "[“”,;?]"}
LOG_LINE = "\N{LEFT-TO-RIGHT ISOLATE}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_the_strings_of_the_site(language):
    held = {name_of(message) for message in catalogue(language) if message.id}

    assert sorted(held) == sorted(asked_for()), GATHER


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language):
    whole = catalogue(language)

    untranslated = [
        name_of(message)
        for message in whole
        if message.id
        and (message.fuzzy or not all(translated(message)) or len(translated(message)) != _ways(whole, message))
    ]

    assert untranslated == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders(language):
    whole = catalogue(language)

    broken = [(form, gone) for message in whole if message.id for form, gone in _lost(whole, message)]

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_markup_and_edges(language):
    broken = [
        form
        for message in catalogue(language)
        if message.id
        for form in translated(message)
        if _frame(form) != _frame(english(message)[0])
    ]

    assert broken == []


def test_french_marks_stay_with_their_words():
    broken = [form for form in _prose("fr") if re.search(LOOSE, form)]

    assert broken == []


def test_arabic_has_its_own_marks():
    broken = [form for form in _prose("ar") if re.search(r"[,;?]", form)]

    assert broken == []


def test_arabic_counts_in_six_ways():
    compiled = io.BytesIO()
    write_mo(compiled, catalogue("ar"))
    compiled.seek(0)
    arabic = gettext.GNUTranslations(compiled)

    counted = [arabic.ngettext("%(number)s entry", "%(number)s entries", number) for number in (0, 1, 2, 3, 11, 100)]

    assert counted == ["لا مداخل", "مدخل واحد", "مدخلان", "%(number)s مداخل", "%(number)s مدخلاً", "%(number)s مدخل"]


def test_strings_of_a_template_are_found():
    text = """{% load i18n %}
      <p title="{% translate "Said" %}">{{ word|default:_("Or this") }}
        {% blocktranslate trimmed count number=1 %}
          {{ number }} word
        {% plural %}
          {{ number }} words
        {% endblocktranslate %}
      {% translate "Urgent" context "facet" %}{# {% translate "Not this" %} #}</p>"""

    found = in_template(text)

    assert found == {("Said", ""), ("Or this", ""), ("%(number)s word", ""), ("Urgent", "facet")}


def _ways(whole, message):
    """In how many forms this string is needed."""
    return whole.num_plurals if len(english(message)) == 2 else 1


def _lost(whole, message):
    """The forms of a string that do not hold its placeholders; one for a single number may say that number in words."""
    asked = [set(PLACEHOLDER.findall(text)) for text in english(message)]
    for index, form in enumerate(translated(message)):
        held = set(PLACEHOLDER.findall(form))
        said_in_words = len(asked[-1] - held) == 1 and held < asked[-1] and _is_for_one_number(whole, message, index)
        if held not in asked and not said_in_words:
            yield form, sorted(held ^ asked[-1])


def _is_for_one_number(whole, message, index):
    form_of = gettext.c2py(whole.plural_expr)
    return len(english(message)) == 2 and [form_of(number) for number in range(1000)].count(index) == 1


def _frame(text):
    """What a template or another string relies on: tags, and space at the edges."""
    return sorted(TAG.findall(text)), text[:1].isspace(), text[-1:].isspace()


def _prose(language):
    """The translations without what is not words."""
    forms = [form for message in catalogue(language) if message.id for form in translated(message)]
    return [NOT_PROSE.sub("", form) for form in forms]


# -- Texts that a site begins with, and those of the demonstration ---------------------------------------------------


def test_texts_have_the_marks_of_their_language():
    broken = [
        (code, text)
        for code in LANGUAGES
        for text in _texts(code)
        if re.search(WRONG_MARKS[code], NOT_PROSE.sub("", text)) and not text.startswith(LOG_LINE)
    ]

    assert broken == []


def _texts(code):
    """All texts in one language that are written in files of words."""
    for folder in ("home/starting_pages", "demonstration/words"):
        yield from _strings(tomllib.loads((ROOT / folder / f"{code}.toml").read_text()))
    for path in sorted((ROOT / "content/vocabulary").glob("*.toml")):
        for word in tomllib.loads(path.read_text()).values():
            yield word[code]
            yield word.get("description", {}).get(code, "")


def _strings(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
