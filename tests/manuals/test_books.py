"""The numbers by which libraries know an edition."""

import pytest
from django.core.exceptions import ValidationError

from manuals.books import doi_of, isbn_of
from manuals.forms import ReleaseForm


@pytest.mark.parametrize(
    "written", ["978-3-16-148410-0", "9783161484100", "0-306-40615-2", "0-8044-2957-x", "979 10 90636 07 1"]
)
def test_sound_isbn_stays_as_it_is_written(written):
    assert isbn_of(written) == written


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("978-3-16-148410-1", "a digit is wrong"),
        ("978-3-16-184410-0", "a digit is wrong"),
        ("0-306-40615-3", "a digit is wrong"),
        ("977-3-16-148410-0", "13 digits"),
        ("978-3-16-14841", "13 digits"),
        ("an ISBN", "13 digits"),
        ("٩٧٨٣١٦١٤٨٤١٠٠", "13 digits"),
    ],
)
def test_unsound_isbn_is_refused_in_words(written, words):
    with pytest.raises(ValidationError, match=words):
        isbn_of(written)


@pytest.mark.parametrize(
    "written",
    ["10.1234/abc.def", "https://doi.org/10.1234/abc.def", "dx.doi.org/10.1234/abc.def", "doi: 10.1234/abc.def"],
)
def test_doi_is_kept_without_the_address_in_front(written):
    assert doi_of(written) == "10.1234/abc.def"


@pytest.mark.parametrize("written", ["abc", "10.12/abc", "10.1234/", "https://example.org/10.1234/abc", "10.1234/a b"])
def test_what_is_no_doi_is_refused(written):
    with pytest.raises(ValidationError, match="has a slash"):
        doi_of(written)


@pytest.mark.parametrize(("isbn", "doi", "wrong"), [("", "", set()), ("978-3-16-148410-1", "abc", {"isbn", "doi"})])
def test_form_of_a_release_says_it_at_the_field(isbn, doi, wrong):
    form = ReleaseForm({"number": "1.0", "languages": ["en"], "isbn": isbn, "doi": doi, "sure": "on"}, languages=["en"])

    assert set(form.errors) == wrong
