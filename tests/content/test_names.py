"""Names of countries and languages, by code and by name."""

import pytest
from django.utils import translation

from content import countries, languages
from content.vocabulary import words_of


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("SY", "en", "Syria"),
        ("SY", "es", "Siria"),
        ("SY", "fr", "Syrie"),
        ("SY", "ar", "سوريا"),
        ("SY", "de", "Syria"),
        ("SY", "en-gb", "Syria"),
        ("QQ", "en", "QQ"),
    ],
)
def test_country_name_in_each_language(code, language, name):
    assert countries.country_name(code, language) == name


def test_names_follow_the_active_language():
    with translation.override("fr"):
        assert (countries.country_name("DE"), languages.language_name("en")) == ("Allemagne", "anglais")


def test_choices_are_ordered_as_a_reader_expects():
    names = [name for _code, name in countries.choices("fr")]

    assert names.index("Équateur") < names.index("Érythrée") < names.index("Espagne") < names.index("Estonie")
    assert len(names) == 249


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Democratic Republic of Congo", "CD"),
        ("  méxico ", "MX"),
        ("MEXICO", "MX"),
        ("Cote d'Ivoire", "CI"),
        ("السودان", "SD"),
        ("ke", "KE"),
        ("Global", None),
        ("", None),
    ],
)
def test_country_code_of_what_a_spreadsheet_says(name, code):
    assert countries.country_code(name) == code


def test_every_country_lies_in_a_region_of_the_network():
    regions = {countries.region_of(code) for code, _name in countries.choices("en")}

    assert regions == set(words_of("region"))
    assert countries.region_of("QQ") is None
    assert "KE" in countries.countries_of("africa")
    assert countries.is_country("KE")
    assert not countries.is_country("ke")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Tagalog", "fil"),
        ("Persian", "fa"),
        ("Burmese", "my"),
        ("Français", "fr"),
        ("francés", "fr"),
        ("العربية", "ar"),
        ("pt", "pt"),
        ("ga", "ga"),
        ("Makua", None),
        ("Bahasa", None),
        ("various", None),
    ],
)
def test_language_code_of_what_a_spreadsheet_says(name, code):
    assert languages.language_code(name) == code


@pytest.mark.parametrize(
    ("code", "own", "way"),
    [
        ("fr", "Français", "ltr"),
        ("ar", "العربية", "rtl"),
        ("fa-AF", "دری", "rtl"),
        ("ar-EG", "ar-EG", "rtl"),
        ("tw", "Twi", "ltr"),
    ],
)
def test_own_name_and_direction(code, own, way):
    assert (languages.own_name(code), languages.direction(code)) == (own, way)


def test_language_choices_are_languages():
    assert all(languages.is_language(code) for code, _name in languages.choices("ar"))
