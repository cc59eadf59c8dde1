"""How the triage of the demonstration is written, and how the front pages lead to it."""

from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from demonstration.bodies import stream_of
from demonstration.script import facts, words
from directory.actions import write_triage
from directory.blocks import TRIAGE_BLOCKS
from directory.models import TriagePage
from home.models import HomePage


@transaction.atomic
def make_triage() -> None:
    """The triage in every language, and the last sign of each front page, “something else”, as the way to it."""
    if TriagePage.objects.exists():
        return
    pages = write_triage({language: _fields(language) for language, _name in settings.LANGUAGES})
    for language, page in pages.items():
        front = HomePage.objects.get(locale__language_code=language)
        if front.signs:
            front.signs[-1].value["page"] = Page.objects.get(pk=page.pk)
            front.save_revision().publish()


def _fields(language: str) -> dict[str, Any]:
    said = words(language)["triage"]
    places = [_place(fact, said[fact["name"]], language) for fact in facts("triage")["places"]]
    steps = stream_of(TRIAGE_BLOCKS, "triage", places)
    return {"title": said["title"], "summary": said["summary"], "steps": steps}


def _place(fact: dict[str, Any], text: dict[str, Any], language: str) -> tuple[str, dict[str, Any]]:
    """One step or end; a step has words for its choices, each of which leads to the name in the same place."""
    place = {"name": fact["name"], "lead": text["lead"]}
    if "leads_to" in fact:
        choices = zip(text["choices"], fact["leads_to"], strict=True)
        return "step", place | {
            "question": text["question"],
            "choices": [{**choice, "leads_to": there} for choice, there in choices],
        }
    page = None
    if "page" in fact:
        page = Page.objects.filter(slug=fact["page"], locale__language_code=language, live=True).first()
    return "end", place | {"title": text["title"], "filters": fact["filters"], "page": page}
