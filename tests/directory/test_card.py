"""The card for the wallet, its square, and where an entry asks its readers to compare."""

import re

import pytest
from django.test import Client

from directory import actions, vcard
from directory.models import ContactKind, Secret
from tests.factories.directory import a_listed_entry, a_phone, an_entry, voted

pytestmark = pytest.mark.django_db
ONION = "jqeltlrkwmkwcg5cdz4tlkdphuzb45ra77xsp7qal63jxizxtqtnuvid.onion"
FINGERPRINT = "6C2E4D1A0F3B99AA77881122" + "3C445D667E8890AB"
WEBSITE = actions.ContactDraft(ContactKind.WEBSITE, "https://here.example/contact")
COMPARED = [
    actions.ContactDraft(ContactKind.ONION, ONION),
    actions.ContactDraft(ContactKind.OPENPGP, "help@here.example", fingerprint=FINGERPRINT),
]


@pytest.fixture
def squares(monkeypatch):
    """What was written into squares, beside the pictures."""
    written, drawn = [], vcard.qr.svg
    monkeypatch.setattr(vcard.qr, "svg", lambda text, label="": written.append(text) or drawn(text, label=label))
    return written


def card(slug="here", language="en"):
    return Client().get(f"/{language}/directory/{slug}/card/")


def test_card_holds_the_three_safest_ways_that_one_can_write_or_call(squares):
    entry = an_entry(
        name_en="Here", contacts=[a_phone(), WEBSITE, *COMPARED, actions.ContactDraft(ContactKind.SIGNAL, "here.01")]
    )
    actions.keep_contact(entry, Secret("+12025550143"), kind="signal", audience="members", by=None)
    voted(entry)

    response = card()

    text = response.content.decode()
    assert re.findall(r"<dt>([^<]+)</dt>", text) == ["Signal", "Form over Tor", "E-mail with OpenPGP"]
    assert '<bdi dir="ltr">6C2E 4D1A 0F3B 99AA 7788</bdi>' in text
    assert "5550143" not in text.replace(" ", "") + squares[0]
    assert (response.headers["Cache-Control"], dict(response.cookies)) == ("private, no-store", {})
    assert squares[0].splitlines() == [
        "BEGIN:VCARD", "VERSION:3.0", "N:Here", "NOTE:Signal: here.01", f"URL:http://{ONION}",
        "EMAIL:help@here.example", "END:VCARD",
    ]  # fmt: skip


def test_square_leaves_ways_out_before_it_grows_too_fine(squares):
    contacts = [actions.ContactDraft(ContactKind.FORM, f"https://here.example/{'a' * 80}/{n}") for n in range(3)]
    a_listed_entry(name_en="Here", name_ar="هنا " * 20, contacts=contacts)

    for language in ("en", "ar"):
        card(language=language)

    assert [text.count("URL:") for text in squares] == [1, 0]
    assert len(squares[0].encode()) <= vcard.SQUARE_BYTES


def test_number_in_a_square_is_one_that_telephones_read(squares):
    a_listed_entry(name_en="Here; there", contacts=[a_phone()])

    card("here-there")

    assert "TEL:+442079460018" in squares[0]
    assert "N:Here\\; there" in squares[0]


@pytest.mark.parametrize(("name", "slug", "status"), [("Here", "here", 200), ("Here", "no-such", 404)])
def test_card_is_for_what_is_listed(name, slug, status):
    a_listed_entry(name_en=name, contacts=[a_phone()])
    an_entry(name_en="Unlisted", contacts=[a_phone()])

    assert (card(slug).status_code, card("unlisted").status_code) == (status, 404)


@pytest.mark.parametrize(("contacts", "links"), [([*COMPARED, WEBSITE, a_phone()], 2), ([*COMPARED, a_phone()], 0)])
def test_key_and_onion_address_are_compared_with_their_own_page(contacts, links):
    a_listed_entry(name_en="Here", contacts=contacts)

    text = Client().get("/en/directory/here/").content.decode()

    there = '<a href="https://here.example/contact" rel="noreferrer">Compare it with their own page</a>'
    assert text.count(there) == links


def test_page_leads_to_card_contact_file_and_form():
    a_listed_entry(name_en="Here", contacts=[a_phone()])
    a_listed_entry(name_en="Bare")

    texts = [Client().get(f"/en/directory/{slug}/").content.decode() for slug in ("here", "bare")]

    parts = ("card/", "contact.vcf", "problem/")
    assert [[part for part in parts if f'/{part}"' in text] for text in texts] == [list(parts), ["problem/"]]
