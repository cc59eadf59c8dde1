"""How the manual of the demonstration is brought in from Markdown, and its two editions are released and corrected."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from accounts.models import User
from demonstration.actions.people import People
from demonstration.script import FOLDER, day, facts, words
from manuals.actions import NewCorrection, Release, publish_correction, release_edition
from manuals.actions.importing import import_manual
from manuals.importing.plan import plan_of
from manuals.importing.reading import read_folder
from manuals.models import ChapterPage, Edition, FrozenChapter, ManualPage, Work
from organisations import roles
from organisations.actions import Audience, set_audience
from organisations.actions.audiences import Kind
from organisations.models import Organisation


@transaction.atomic
def make_manual(people: People, organisations: dict[str, Organisation]) -> None:
    """The manual in four languages with its editions: one person brings the texts in, another releases them."""
    said = facts("manual")
    if Work.objects.filter(slug=said["slug"]).exists():
        return
    owner = organisations[said["owner"]]
    editor, coordinator = (people.of(said["owner"], role) for role in (roles.EDITOR, roles.COORDINATOR))
    for edition in said["editions"]:
        manual = _bring_in(edition["number"], owner, said, by=editor)
        set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.PUBLIC), by=editor)
        for_members = ChapterPage.objects.descendant_of(manual).get(source=said["for_members"])
        set_audience(Page.objects.get(pk=for_members.pk), Audience(Kind.MEMBERS), by=editor)
        changes = {
            language: words(language)["manual"]["changes"] if edition["number"] != "1.0" else ""
            for language in edition["languages"]
        }
        release = Release(edition["number"], tuple(edition["languages"]), changes=changes, on=day(edition["released"]))
        released = release_edition(ManualPage.objects.get(pk=manual.pk), release, by=coordinator)
        for correction in edition["corrections"]:
            _correct(released, correction, edition["languages"], by=editor)


def _correct(edition: Edition, said: dict[str, Any], languages: list[str], *, by: User) -> None:
    """Say what an edition should have said, in every language that has words for it."""
    chapter = FrozenChapter.objects.get(manual__edition=edition, manual__language="en", path=said["chapter"])
    block = next(each["id"] for each in chapter.blocks if each["text"].startswith(said["begins"]))
    texts = {language: words(language)["manual"]["corrections"].get(said["words"], "") for language in languages}
    correction = NewCorrection(
        chapter.key, texts, block=block, kind=said["kind"], about_safety=said["about_safety"], on=day(said["made"])
    )
    publish_correction(edition, correction, by=by)


def _bring_in(number: str, owner: Organisation, said: dict[str, Any], *, by: User) -> ManualPage:
    """The working copy as the texts of this edition say it, with its title page in each language."""
    files = read_folder(FOLDER / "manual" / number, language="en")
    manual, _report = import_manual(
        files, plan_of(files, first="en"), organisation=owner, title=words("en")["manual"]["title"],
        slug=said["slug"], by=by, licence=said["licence"],
    )  # fmt: skip
    for page in ManualPage.objects.filter(translation_key=manual.translation_key).select_related("locale"):
        text = words(page.locale.language_code)["manual"]
        if page.summary != text["summary"]:
            page.title, page.summary = text["title"], text["summary"]
            page.save_revision(user=by).publish(user=by)
    return manual
