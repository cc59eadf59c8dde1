"""The shared words: complete in every language, and written to the database without losing any."""

import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from content.terms import Branch, Term
from content.vocabulary import sync_terms, words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("branch", Branch.values)
def test_words_of_has_every_language(branch):
    words = words_of(branch)

    incomplete = [
        code
        for code, word in words.items()
        if any(not word.get(language) for language, _name in settings.LANGUAGES)
        or set(word.get("description", {})) not in (set(), {language for language, _name in settings.LANGUAGES})
    ]

    assert words
    assert incomplete == []


def test_sync_terms_changes_nothing_the_second_time():
    Term.objects.all().delete()

    first, second = sync_terms(), sync_terms()

    assert len(first.made) == Term.objects.count() == sum(len(words_of(branch)) for branch in Branch.values)
    assert (second.made, second.updated, second.kept) == ([], [], [])


def test_sync_terms_keeps_one_code_apart_in_two_branches():
    sync_terms()

    assert Term.objects.filter(code="lawyer").count() == 2


def test_sync_terms_repairs_a_label_and_keeps_the_row():
    sync_terms()
    term = Term.objects.get(branch="need", code="safe-place")
    Term.objects.filter(pk=term.pk).update(label_fr="Faux", position=99)

    report = sync_terms()

    term.refresh_from_db()
    assert report.updated == ["need/safe-place"]
    assert (term.label_fr, term.position) == ("Un endroit sûr où loger", 1)


def test_sync_terms_keeps_a_word_that_no_file_has():
    sync_terms()
    old = Term.objects.create(branch="need", code="old-word", label="Old word")

    report = sync_terms()

    assert report.kept == ["need/old-word"]
    assert Term.objects.filter(pk=old.pk).exists()


def test_sync_terms_writes_the_same_in_every_active_language():
    Term.objects.all().delete()

    with translation.override("ar"):
        sync_terms()

    term = Term.objects.get(branch="region", code="africa")
    assert Term.objects.filter(pk=term.pk).rewrite(False).values_list("label", flat=True)[0] == "Africa"
    assert str(term) == "Africa"
    with translation.override("ar"):
        assert str(term) == "أفريقيا"


def test_sync_terms_command_says_what_it_did():
    sync_terms()
    Term.objects.get(branch="need", code="safe-place").delete()
    Term.objects.create(branch="need", code="old-word", label="Old word")
    out = io.StringIO()

    call_command("sync_terms", stdout=out)

    assert out.getvalue().splitlines() == [
        "1 term made.",
        "0 terms updated.",
        "Kept, though no file has it any more: need/old-word",
    ]
