"""What a chapter weighs and asks of the database."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from manuals.models import Edition, ManualPage
from tests.factories import an_organisation
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

KILOBYTE = 1024
# Three thousand words of which few repeat: what compresses well would prove nothing.
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def words(count):
    number = 7
    for _place in range(count):
        number = (number * 48271) % 2147483647
        yield "".join(LETTERS[(number >> shift) % 26] for shift in range(0, 4 + 4 * (number % 5), 4)) or "a"


def manual_with(chapters):
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    row = list(words(3000))
    body = [("heading", {"text": "Part"})]
    body += [("paragraph", {"text": f"<p>{' '.join(row[at : at + 100])}</p>"}) for at in range(0, 3000, 100)]
    a_chapter(manual, "Long", body=body, slug="long")
    for number in range(chapters - 1):
        a_chapter(manual, f"Part {number}", slug=f"part-{number}")
    for number in ("1.0", "1.1"):
        an_edition(ManualPage.objects.get(), number)


def cold(path):
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        page = Client().get(path)
    assert page.status_code == 200
    return page, len(asked)


@pytest.mark.parametrize(
    "path", ["", "handbook/", "handbook/long/", "handbook/edition/1.0/long/", "handbook/changes/1.0/1.1/"]
)
def test_page_asks_as_much_for_one_chapter_as_for_three(path):
    manual_with(1)
    cold("/en/manuals/")  # whatever a process asks once
    few = cold(f"/en/manuals/{path}")[1]
    manual = ManualPage.objects.get()
    for number in range(2):
        a_chapter(manual, f"More {number}")
    an_edition(ManualPage.objects.get(), "1.2")
    address = path.replace("1.1", "1.2")

    many = cold(f"/en/manuals/{address}")[1]

    assert (many, few <= 15) == (few, True)


def test_long_chapter_is_light():
    manual_with(10)

    page, _asked = cold("/en/manuals/handbook/long/")

    styles = [part.split('"')[0] for part in page.content.decode().split('rel="stylesheet" href="/static/')[1:]]
    css = b"".join(Path(finders.find(style)).read_bytes() for style in styles)
    together = len(gzip.compress(page.content)) + len(gzip.compress(css))
    plain = len(gzip.compress(" ".join(words(3000)).encode()))
    assert len(styles) > 5
    # Random words weigh more than a text would; what the page adds to them must fit beside 3,000 words of a text.
    assert together - plain <= 20 * KILOBYTE - 8 * KILOBYTE


@pytest.mark.parametrize("path", ["", "feed/", "handbook/", "handbook/long/", "handbook/changes/1.0/1.1/"])
def test_page_asks_as_much_for_one_correction_as_for_three(path):
    manual_with(2)
    for edition in Edition.objects.all():
        a_correction(edition, "long", texts={"en": "Otherwise."})
    cold("/en/manuals/")
    few = cold(f"/en/manuals/{path}")[1]
    for edition in Edition.objects.all():
        a_correction(edition, "long", at=2, texts={"en": "Otherwise."})
        a_correction(edition, "part-0", at=None, texts={"en": "Otherwise."})

    many = cold(f"/en/manuals/{path}")[1]

    assert (many, few <= 15) == (few, True)


def test_chapter_with_corrections_weighs_little_more():
    manual_with(10)
    before = len(gzip.compress(cold("/en/manuals/handbook/long/")[0].content))
    texts = [" ".join(list(words(3040))[3000 + 8 * number : 3008 + 8 * number]) for number in range(5)]
    for number, text in enumerate(texts):
        a_correction(Edition.objects.get(number="1.1"), "long", at=2 * number, texts={"en": text})

    after = len(gzip.compress(cold("/en/manuals/handbook/long/")[0].content))

    assert 0 < after - before <= 1.5 * KILOBYTE


def test_contents_beside_a_chapter_open_only_its_own():
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    first, second = a_chapter(manual, "First", slug="first"), a_chapter(manual, "Second", slug="second")
    inside = a_chapter(first, "Inside first", slug="inside")
    a_chapter(inside, "Deep", slug="deep")
    a_chapter(second, "Inside second", slug="other")
    an_edition(ManualPage.objects.get())

    pages = [Client().get(f"/en/manuals/handbook/{path}").content.decode() for path in ("", "first/inside/", "second/")]

    # The contents stand before the text; below it the chapters before and after are named.
    named = [
        [title in page.split("<article>")[0] for title in ("Inside first", "Deep", "Inside second")] for page in pages
    ]
    assert named == [[True, True, True], [True, True, False], [False, False, True]]
