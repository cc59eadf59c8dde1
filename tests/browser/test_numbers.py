"""Numbers, fingerprints and dates read from left to right in Arabic: on pages, in lists, in search, on paper."""

import pytest

from content.vocabulary import sync_terms
from directory import actions
from directory.models import ContactKind
from organisations.actions import set_audience, translate_workspace
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_locale, an_organisation
from tests.factories.directory import a_listed_entry, a_phone

# The left edges of what must ascend, one list an element: plus signs, digits and letters of a fingerprint.
PLACES = """
() => [...document.querySelectorAll('main bdi[dir="ltr"]')].map(element => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), places = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    [...text.data].forEach((letter, at) => {
      if (!/[0-9+A-F]/.test(letter)) return;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width) places.push([Math.round(box.top), box.left]);
    });
  }
  return {text: element.textContent, places};
}).filter(each => each.places.length > 1)
"""
FINGERPRINT = "6C2E4D1A0F3B99AA778811223C445D667E8890AB"


@pytest.fixture
def entry(site):
    sync_terms()
    return a_listed_entry(
        name_en="Northlight Line",
        name_ar="خط نورثلايت",
        summary_ar="اتصل ليلاً على +1 202 555 0199 أو اكتب إلينا.",
        description_ar="شخص يصغي إليك. الهاتف +44 20 7946 0021 مفتوح دائماً.",
        urgent_appeals="yes",
        languages=["ar", "en"],
        first_reply_hours=2,
        availability="over-capacity",
        contacts=[
            a_phone(texts={"hours_ar": "ليلاً ونهاراً"}),
            actions.ContactDraft(ContactKind.OPENPGP, "help@northlight.example", fingerprint=FINGERPRINT),
            actions.ContactDraft(ContactKind.SIGNAL, "+12025550143"),
        ],
    )


def shown(page):
    return page.evaluate(PLACES)


def turned(page):
    """The texts whose characters do not ascend from left to right on their line."""
    return [each["text"] for each in shown(page) if sorted(each["places"]) != each["places"]]


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("directory/northlight-line/", ["+1 202-555-0143", "+44 20 7946 0018", "+1 202 555 0199", "+44 20 7946 0021",
                                        "6C2E 4D1A 0F3B 99AA 7788"]),
        ("directory/", ["+1 202 555 0199"]),
        ("directory/northlight-line/card/", ["+1 202-555-0143", "6C2E 4D1A 0F3B 99AA 7788", "+44 20 7946 0018"]),
        ("search/?q=%2B44%2020%207946%200018", ["+44 20 7946 0018"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [320, 1280])
def test_numbers_ascend_from_left_to_right_in_arabic(visit, entry, media, address, expected, width):
    page = visit(f"/ar/{address}", width=width)
    page.emulate_media(media=media)

    texts = " ".join(each["text"] for each in shown(page))

    assert [number for number in expected if number not in texts] == []
    assert turned(page) == []


@pytest.mark.parametrize("media", ["screen", "print"])
def test_months_ascend_from_left_to_right_in_arabic(visit, media):
    workspace = translate_workspace(an_organisation(), a_locale("ar"), by=None)
    set_audience(workspace, Audience(Kind.PUBLIC), by=None)
    page = visit(workspace.url)
    page.emulate_media(media=media)

    texts = [each["text"] for each in shown(page)]

    assert (len(texts), turned(page)) == (1, [])


def test_measurement_finds_a_number_that_is_turned(visit, entry):
    """The measurement has teeth: the same number without its element does turn round in Arabic."""
    page = visit("/ar/directory/northlight-line/")

    page.evaluate("document.querySelectorAll('main bdi').forEach(each => each.removeAttribute('dir'))")
    page.evaluate("document.querySelectorAll('main bdi').forEach(each => each.dir = 'rtl')")
    found = page.evaluate(PLACES.replace('bdi[dir="ltr"]', "bdi"))

    assert [each["text"] for each in found if sorted(each["places"]) != each["places"]] != []
