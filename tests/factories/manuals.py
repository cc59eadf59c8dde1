"""How tests make manuals, their chapters and their editions."""

import itertools
import uuid
from datetime import timedelta

from django.utils import timezone
from wagtail.models import Locale, Page

from accounts.models import User
from content.models import NetworkImage
from manuals.actions import NewCorrection, Release, publish_correction, release_edition, schedule_release
from manuals.models import ChapterPage, Correction, Edition, FrozenChapter, ManualPage, WaitingRelease
from organisations import actions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.models import Organisation

_number = itertools.count(1001)


def a_manual(organisation: Organisation, title: str = "", *, public: bool = True, **fields: object) -> ManualPage:
    """A published manual in the English workspace of an organisation; with public=False only for its own people."""
    title = title or f"Manual {next(_number)}"
    workspace = organisation.workspaces.get(locale__language_code="en")
    fields = {"licence": "CC-BY-SA-4.0", "summary": "How to stay safer."} | fields
    page = ManualPage(title=title, locale=workspace.locale, **fields)
    Page.objects.get(pk=workspace.pk).add_child(instance=page)
    return _published(page, public=public)


def a_chapter(above: Page, title: str = "", *texts: str, body: list | None = None, **fields: object) -> ChapterPage:
    """A published chapter below a manual or chapter, with one paragraph for each text, or with this body."""
    title = title or f"Chapter {next(_number)}"
    body = body or [("paragraph", {"text": f"<p>{text}</p>"}) for text in texts or (f"Words of {title}.",)]
    page = ChapterPage(title=title, locale=above.locale, body=blocks(*body), **fields)
    Page.objects.get(pk=above.pk).add_child(instance=page)
    page.save_revision().publish()
    return ChapterPage.objects.get(pk=page.pk)


def blocks(*several: tuple[str, dict]) -> list[dict]:
    """The stored form of blocks, each with an id of its own."""
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in several]


def _published(page: ManualPage, *, public: bool) -> ManualPage:
    page.save_revision().publish()
    if public:
        set_audience(Page.objects.get(pk=page.pk), Audience(Kind.PUBLIC), by=None)
    else:
        set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)
    return ManualPage.objects.get(pk=page.pk)


def rewrite(chapter: ChapterPage, change, *, publish: bool = True) -> ChapterPage:
    """Publish a chapter with a changed body: `change` gets the stored blocks and gives new ones."""
    chapter = ChapterPage.objects.get(pk=chapter.pk)
    chapter.body = change(list(chapter.body.get_prep_value()))
    revision = chapter.save_revision()
    if publish:
        revision.publish()
    return ChapterPage.objects.get(pk=chapter.pk)


def translated(page: Page, code: str) -> Page:
    """The page, published, in one more language; its organisation must have a workspace in it."""
    copy = page.specific.copy_for_translation(Locale.objects.get(language_code=code))
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


def with_language(organisation: Organisation, code: str) -> None:
    actions.translate_workspace(organisation, Locale.objects.get(language_code=code), by=None)


def an_edition(manual: ManualPage, number: str = "1.0", *languages: str, **fields: object) -> Edition:
    """An edition of the manual as it stands now, in English unless languages are named."""
    return release_edition(manual, Release(number, languages or ("en",), **fields), by=None)


def a_waiting_release(manual: ManualPage, number: str = "1.0", *, by: User, **fields: object) -> WaitingRelease:
    """An edition of the manual as it stands now, in English, that waits for tomorrow."""
    fields = {"changes": {"en": "What is new."}} | fields
    moment = timezone.now() + timedelta(days=1)
    return schedule_release(ManualPage.objects.get(pk=manual.pk), Release(number, ("en",), **fields), moment, by=by)


def a_correction(edition: Edition, path: str, *, at: int | None = 0, **fields: object) -> list[Correction]:
    """A published correction of the block at this place of a chapter, of the whole chapter with at=None; in English
    unless texts are given by language."""
    chapter = frozen(edition, path)
    block = "" if at is None else chapter.blocks[at]["id"]
    fields = {"texts": {"en": "Do otherwise."}} | fields
    return publish_correction(edition, NewCorrection(chapter.key, block=block, **fields), by=None)


def frozen(edition: Edition, path: str, language: str = "en") -> FrozenChapter:
    """A chapter of an edition as it was released."""
    return FrozenChapter.objects.get(manual__edition=edition, manual__language=language, path=path)


def stored_image(image: NetworkImage) -> dict:
    return {"image": image.pk, "alt": "What it shows", "caption": ""}
