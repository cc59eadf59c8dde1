"""How pages of the demonstration are written in several languages, and published to those who may read them."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Locale, Page

from accounts.models import User
from content.models import NetworkDocument
from demonstration.actions.people import People
from demonstration.bodies import body_of
from demonstration.script import content_of, facts, words
from home.models import ReferencePage
from organisations import roles
from organisations.actions import Audience, set_audience
from organisations.actions.audiences import Kind
from organisations.models import Circle, Organisation

Fields = Mapping[str, Any]


def write_pages(
    model: type[Page], parents: Mapping[str, Page], fields: Mapping[str, Fields], audience: Audience, *, by: User
) -> dict[str, Page]:
    """One page in several languages: written as drafts of the organisation, then published to this audience.

    Arguments: parents, the page above, by language; fields, what each language says, the first one first.
    Returns the published pages by language.
    """
    (first, said), *others = fields.items()
    page = model(**said, locale=_locale(first), live=False)
    Page.objects.get(pk=parents[first].pk).add_child(instance=page)
    set_audience(page, Audience(Kind.ORGANISATION), by=by)
    drafts = {first: page}
    for language, translated in others:
        drafts[language] = page.copy_for_translation(_locale(language))
        for name, value in translated.items():
            setattr(drafts[language], name, value)
    for draft in drafts.values():
        draft.save_revision(user=by)
    set_audience(page, audience, by=by)
    for draft in drafts.values():
        draft.get_latest_revision().publish(user=by)
    return {language: model.objects.get(pk=draft.pk) for language, draft in drafts.items()}


def _locale(language: str) -> Locale:
    return Locale.objects.get(language_code=language)


def workspaces_of(organisation: Organisation) -> dict[str, Page]:
    """The pages below which the organisation's work stands, by language."""
    return {page.locale.language_code: page for page in organisation.workspaces.select_related("locale")}


def make_pages(people: People, organisations: dict[str, Organisation], circle: Circle) -> None:
    """The pages that only some may read."""
    for said in facts("network")["pages"]:
        _page(said, organisations[said["owner"]], circle, by=people.of(said["owner"], roles.EDITOR))


@transaction.atomic
def _page(said: dict[str, Any], owner: Organisation, circle: Circle, *, by: User) -> None:
    workspaces = workspaces_of(owner)
    if ReferencePage.objects.filter(slug=said["slug"], locale__language_code=said["languages"][0]).exists():
        return
    kind = Kind(said["audience"])
    files = {said["file"]: _document(said, owner, by=by)} if "file" in said else {}
    fields = {}
    for language in said["languages"]:
        text = words(language)["pages"][said["key"]]
        fields[language] = {
            "title": text["title"],
            "slug": said["slug"],
            "summary": text["summary"],
            "body": body_of(f"pages/{said['key']}", text["body"], files),
        }
    audience = Audience(kind, circle if kind == Kind.CIRCLE else None)
    write_pages(ReferencePage, workspaces, fields, audience, by=by)


def _document(said: dict[str, Any], owner: Organisation, *, by: User) -> NetworkDocument:
    """The file of a page, in its owner's own collection; it follows the page to its readers."""
    title = words(said["languages"][0])["pages"][said["key"]]["file_title"]
    file = ContentFile(content_of("files", said["file"]), name=said["file"])
    return NetworkDocument.objects.create(title=title, file=file, collection=owner.own_files, uploaded_by_user=by)
