"""How the campaigns of the demonstration are written, agreed on by their owners, published, and in one case won."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from campaigns.actions import win_campaign
from campaigns.blocks import PARTNERS, WAYS_TO_HELP
from campaigns.models import CampaignPage, CampaignUpdatePage
from content.models import NetworkImage
from content.terms import Term
from demonstration.actions.pages import workspaces_of, write_pages
from demonstration.actions.people import People
from demonstration.bodies import body_of, stream_of
from demonstration.script import content_of, day, facts, words
from home.models import ReferencePage
from organisations import roles
from organisations.actions import Audience, agree_to_co_own, invite_co_owner
from organisations.actions.audiences import Kind
from organisations.models import Organisation

PUBLIC = Audience(Kind.PUBLIC)


def make_campaigns(people: People, organisations: dict[str, Organisation]) -> None:
    """The campaigns with their updates."""
    for said in facts("campaigns")["campaigns"]:
        _campaign(said, people, organisations)


@transaction.atomic
def _campaign(said: dict[str, Any], people: People, organisations: dict[str, Organisation]) -> None:
    if CampaignPage.objects.filter(slug=said["slug"], locale__language_code=said["languages"][0]).exists():
        return
    owner, editor = organisations[said["owner"]], people.of(said["owner"], roles.EDITOR)
    same = _same_in_all_languages(said, owner, by=editor)
    fields = {language: same | _in_language(said, language) for language in said["languages"]}
    pages = write_pages(CampaignPage, workspaces_of(owner), fields, PUBLIC, by=editor)
    first = pages[said["languages"][0]]
    for key in said["co_owners"]:
        invite_co_owner(first, organisations[key], by=editor)
        agree_to_co_own(first, organisations[key], by=people.of(key, roles.EDITOR))
    for update in said.get("updates", ()):
        _update(said, update, pages, by=editor)
    if "won" in said:
        for language, page in pages.items():
            win_campaign(page, by=editor, on=day(said["won"]), words=_text(said, language)["outcome"])


def _text(said: dict[str, Any], language: str) -> dict[str, Any]:
    return words(language)["campaigns"][said["key"]]


def _same_in_all_languages(said: dict[str, Any], owner: Organisation, *, by: User) -> dict[str, Any]:
    notice_from, notice_until = (day(days) for days in said["notice"]) if "notice" in said else (None, None)
    return {
        "slug": said["slug"],
        "terms": [Term.objects.get(branch=branch, code=code) for branch, code in _pairs(said["terms"])],
        "countries": said["countries"],
        "began_on": day(said["began"]),
        "closes_on": day(said["closes"]) if "closes" in said else None,
        "notice_from": notice_from,
        "notice_until": notice_until,
        "picture": _picture(said, owner, by=by) if "picture" in said else None,
    }


def _pairs(terms: list[str]) -> list[list[str]]:
    return [term.split(":") for term in terms]


def _in_language(said: dict[str, Any], language: str) -> dict[str, Any]:
    text, key = _text(said, language), f"campaigns/{said['key']}"
    ways = zip(said["ways"], text.get("ways", ()), strict=True)
    return {
        "title": text["title"],
        "demand": text["demand"],
        "summary": text["summary"],
        "notice": text.get("notice", ""),
        "picture_alt": text.get("picture_alt", ""),
        "body": body_of(key, text["body"]),
        "ways_to_help": stream_of(WAYS_TO_HELP, f"{key}/ways", [_way(*pair, language) for pair in ways]),
        "partners": stream_of(
            PARTNERS, f"{key}/partners", [("partner", {"name": n, "address": ""}) for n in text.get("partners", ())]
        ),
    }


def _way(said: dict[str, Any], text: dict[str, str], language: str) -> tuple[str, dict[str, Any]]:
    """One thing to do. A page is named by its address among the reference pages that a new site begins with."""
    page = None
    if "page" in said:
        page = ReferencePage.objects.filter(slug=said["page"], locale__language_code=language).first()
    until = day(said["until"]) if "until" in said else None
    value = {"words": text["words"], "note": text.get("note", ""), "until": until, "page": page}
    return "way", value | {"address": said.get("address", "")}


def _picture(said: dict[str, Any], owner: Organisation, *, by: User) -> NetworkImage:
    """The picture of a campaign, in its owner's own collection; it follows the campaign to its readers."""
    title = _text(said, said["languages"][0])["title"]
    file = ContentFile(content_of("pictures", said["picture"]), name=f"{slugify(title)}.png")
    return NetworkImage.objects.create(title=title, file=file, collection=owner.own_files, uploaded_by_user=by)


def _update(said: dict[str, Any], update: dict[str, Any], pages: dict[str, CampaignPage], *, by: User) -> None:
    fields = {}
    for language in update["languages"]:
        text = _text(said, language)["updates"][update["key"]]
        fields[language] = {
            "title": text["title"],
            "slug": update["slug"],
            "summary": text["summary"],
            "day": day(update["day"]),
            "body": body_of(f"campaigns/{said['key']}/{update['key']}", text["body"]),
        }
    write_pages(CampaignUpdatePage, pages, fields, PUBLIC, by=by)
