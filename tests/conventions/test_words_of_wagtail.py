"""The words of Wagtail's screens that its own translations lack are translated here, each as long as that is so."""

import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.conventions.findings import ROOT
from tests.conventions.words import catalogue, english, translated

APPS = ("admin", "documents", "images", "locales", "users")
HERE = "locale/of_wagtail"
LANGUAGES = sorted(path.name for path in (ROOT / HERE).iterdir())


def ours(language):
    return {english(each): each for each in catalogue(language, HERE) if each.id}


def of_wagtail(language, suffix, read):
    """The English of every string that Wagtail's apps have in this language."""
    found = set()
    for app in APPS:
        with (Path(wagtail.__file__).parent / app / "locale" / language / "LC_MESSAGES" / f"django.{suffix}").open(
            "rb"
        ) as written:
            found |= {english(each) for each in read(written) if each.id}
    return found


def put_in(form):
    """What code puts into it, and its tags."""
    return sorted(re.findall(r"%\(\w+\)[a-z]|<[^>]+>", form))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_wagtail_s_and_lacks_there(language):
    held = set(ours(language))

    assert sorted(held - of_wagtail("en", "po", read_po)) == []
    assert sorted(held & of_wagtail(language, "mo", read_mo)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_translated_and_keeps_what_code_puts_in(language):
    broken = [
        form
        for words, each in ours(language).items()
        for form in translated(each) or ("",)
        if not form or put_in(form) not in [put_in(each) for each in words]
    ]

    assert broken == []
