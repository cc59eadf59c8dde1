"""Which numbers and addresses can be listed, and how they are shown."""

import pytest
from django.core.exceptions import ValidationError

from directory.contact_values import cleaned_fingerprint, cleaned_value, fingerprint_lines, link_of, shown_value

ONION = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"
# The same name with its version taken away, and one whose letters are in order and whose checksum is not.
OTHER_VERSION = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wia.onion"
FORTY = "6C2E 4D1A 0F3B 99AA 7788  1122 3C44 5D66 7E88 90AB"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("phone", " (+44) (0)20 7946 0018 ", "+442079460018"),
        ("phone", "+39 06 6982", "+39066982"),
        ("whatsapp", "+1 202-555-0143", "+12025550143"),
        ("signal", "+1 202 555 0143", "+12025550143"),
        ("signal", "northlight.42", "northlight.42"),
        ("signal", "https://signal.me/#p/x", "https://signal.me/#p/x"),
        ("telegram", "@northlight", "@northlight"),
        ("telegram", "https://t.me/northlight", "https://t.me/northlight"),
        ("email", " help@example.org ", "help@example.org"),
        ("website", "https://example.org/x?y=1", "https://example.org/x?y=1"),
        ("onion", f"http://WWW.{ONION.upper().replace('.ONION', '.onion')}/Form", f"www.{ONION}/Form"),
        ("post", " 1 High Street ", "1 High Street"),
    ],
)
def test_values_that_can_be_listed(kind, value, expected):
    assert cleaned_value(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "020 7946 0018"), ("phone", "+44 20 call"), ("phone", "+44 1"), ("phone", "+"),
        ("phone", "+999 1234567"),
        ("phone", "+1 555"), ("whatsapp", "someone"), ("signal", "a b"), ("signal", "https://example.org"),
        ("telegram", "x"), ("email", "help at example.org"), ("openpgp", "nobody"),
        ("website", "http://example.org"), ("website", "www.example.org"), ("website", "https://"),
        ("form", "https://name:word@example.org/"), ("form", "https://exa\u202emple.org/"), ("form", "https://[x/"),
        ("onion", "2x2hb5ykeu4qlxqe.onion"), ("onion", ONION.replace("2gz", "2gy")), ("onion", OTHER_VERSION),
        ("post", " "), ("in-person", ""),
    ],
)  # fmt: skip
def test_values_that_cannot_be_listed(kind, value):
    with pytest.raises(ValidationError):
        cleaned_value(kind, value)


def test_plain_link_needs_a_reason():
    link = "http://example.org/"

    assert cleaned_value("website", link, plain_reason="Their host offers no https.") == link
    with pytest.raises(ValidationError):
        cleaned_value("website", link, plain_reason=" ")


def test_fingerprint_belongs_to_openpgp_alone():
    assert cleaned_fingerprint("openpgp", FORTY) == FORTY.replace(" ", "")
    assert cleaned_fingerprint("openpgp", "ab" * 32) == "AB" * 32
    assert cleaned_fingerprint("email", "anything") == ""
    with pytest.raises(ValidationError):
        cleaned_fingerprint("openpgp", "6C2E")


def test_fingerprint_stands_on_two_lines():
    assert fingerprint_lines(FORTY.replace(" ", "")) == ["6C2E 4D1A 0F3B 99AA 7788", "1122 3C44 5D66 7E88 90AB"]
    assert fingerprint_lines("") == []


@pytest.mark.parametrize(
    ("kind", "value", "shown", "link"),
    [
        ("phone", "+442079460018", "+44 20 7946 0018", "tel:+442079460018"),
        ("signal", "+12025550143", "+1 202-555-0143", ""),
        ("email", "a@example.org", "a@example.org", "mailto:a@example.org"),
        ("onion", ONION, ONION, f"http://{ONION}"),
        ("website", "https://example.org", "https://example.org", "https://example.org"),
        ("telegram", "@northlight", "@northlight", ""),
        ("post", "1 High Street", "1 High Street", ""),
    ],
)
def test_values_are_shown_and_linked(kind, value, shown, link):
    assert (shown_value(kind, value), link_of(kind, value)) == (shown, link)
