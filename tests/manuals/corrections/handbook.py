"""A chapter with an error in it, its edition, and how it reads."""

from django.test import Client

from manuals.models import ManualPage
from tests.factories import an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition, translated, with_language

WRONG, RIGHT = "Keep the notebook in the safe.", "Keep it nowhere in the office."


def a_chapter_with_an_error():
    organisation = an_organisation()
    manual = a_manual(organisation, "Handbook", slug="handbook")
    made = a_chapter(manual, "Write it down", body=[
        ("heading", {"text": "The notebook"}), ("paragraph", {"text": f"<p>{WRONG}</p>"}),
        ("paragraph", {"text": "<p>Read it aloud.</p>"}),
    ], slug="write")  # fmt: skip
    a_chapter(manual, "Care", "Sleep and eat.", slug="care")
    return organisation, made


def an_edition_in_two_languages(organisation):
    with_language(organisation, "es")
    manual = ManualPage.objects.get()
    translated(manual, "es")
    for page in manual.get_children():
        translated(page, "es")
    return an_edition(ManualPage.objects.get(locale__language_code="en"), "1.0", "en", "es")


def read(address, client=None):
    answer = (client or Client()).get(f"/en/manuals/handbook/{address}")
    return " ".join(answer.content.decode().split())
