"""Dates, numbers and languages are written so that they read right in every language."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation


def render(source: str, language: str = "en", **context) -> str:
    with translation.override(language):
        return Template("{% load network %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "2 August 2026"),
        ("es", "2 de agosto de 2026"),
        ("fr", "2 août 2026"),
        ("ar", "2 أغسطس\u200e 2026"),
    ],
)
def test_day_is_isolated_and_written_in_the_language(language, words):
    value = date(2026, 8, 2)

    html = render("{% day value %}", language, value=value)

    assert html == f'<time datetime="2026-08-02"><bdi dir="ltr">{words}</bdi></time>'


def test_day_takes_a_moment():
    value = datetime(2026, 8, 2, 23, 30, tzinfo=UTC)

    html = render("{% day value %}", value=value)

    assert html == '<time datetime="2026-08-02"><bdi dir="ltr">2 August 2026</bdi></time>'


def test_month_leaves_the_day_out():
    value = date(2026, 8, 2)

    html = render("{% month value %}", "es", value=value)

    assert html == '<time datetime="2026-08"><bdi dir="ltr">agosto de 2026</bdi></time>'


@pytest.mark.parametrize("source", ["{% day value %}", "{% month value %}", "{{ value|ltr }}", "{{ value|ltr_long }}"])
def test_nothing_is_written_for_nothing(source):
    assert render(source, value=None) == ""


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{ value|ltr }}", '<bdi dir="ltr">+1 202 &lt;555&gt;</bdi>'),
        ("{{ value|ltr_long }}", '<bdi dir="ltr" class="long">+1 202 &lt;555&gt;</bdi>'),
    ],
)
def test_numbers_are_isolated_and_escaped(source, html):
    assert render(source, "ar", value="+1 202 <555>") == html


@pytest.mark.parametrize(
    ("active", "code", "mark", "word"),
    [
        ("en", "en", "", ""),
        ("en", None, "", ""),
        (
            "en",
            "fr",
            ' lang="fr" dir="ltr"',
            '<span class="kind"><bdi lang="fr">Français</bdi> · not yet translated</span>',
        ),
        (
            "en",
            "ar",
            ' lang="ar" dir="rtl"',
            '<span class="kind"><bdi lang="ar">العربية</bdi> · not yet translated</span>',
        ),
    ],
)
def test_text_in_another_language_is_marked_and_said(active, code, mark, word):
    html = render("{% language_mark code %}|{% not_translated code %}", active, code=code)

    assert html == f"{mark}|{word}"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("en", "English"),
        ("pt", '<bdi lang="pt">Português</bdi>'),
        ("fa", '<bdi lang="fa">فارسی</bdi>'),
        ("xx", '<bdi lang="xx">xx</bdi>'),
    ],
)
def test_language_is_named_by_its_speakers(code, name):
    assert render("{% language_name code %}", code=code) == name


@pytest.mark.parametrize(
    ("language", "items", "plain", "sentence"),
    [
        ("en", ["A", "B", "C"], "A, B, C", "A, B and C"),
        ("en", ["A"], "A", "A"),
        ("en", [], "", ""),
        ("en", ["<b>", "B"], "&lt;b&gt;, B", "&lt;b&gt; and B"),
        ("en", ["A", "كاسا فارو"], "A, <bdi>كاسا فارو</bdi>", "A and <bdi>كاسا فارو</bdi>"),
        ("fr", ["A", "B"], "A, B", "A et B"),
        ("es", ["A", "B"], "A, B", "A y B"),
        ("es", ["Mesa", "Instituto"], "Mesa, Instituto", "Mesa e Instituto"),
        ("es", ["agua", "Índice"], "agua, Índice", "agua e Índice"),
        ("es", ["nieve", "hielo"], "nieve, hielo", "nieve y hielo"),
        ("ar", ["ألف", "باء", "جيم"], "ألف، باء، جيم", "ألف، باء وجيم"),
        ("ar", ["Aurora", "Faro"], "<bdi>Aurora</bdi>، <bdi>Faro</bdi>", "<bdi>Aurora</bdi> و<bdi>Faro</bdi>"),
    ],
)
def test_things_are_joined_as_the_language_does(language, items, plain, sentence):
    html = render('{{ items|joined }}|{{ items|joined:"and" }}', language, items=items)

    assert html == f"{plain}|{sentence}"


def test_names_of_languages_are_joined_and_stay_whole():
    html = render("{{ codes|language_names|joined }}", "ar", codes=["ar", "en", "es"])

    assert html == 'العربية، <bdi lang="en">English</bdi>، <bdi lang="es">Español</bdi>'
