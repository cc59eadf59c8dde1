"""Whole forms for the addresses that take one: filled in with the things of one side."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.access.papers import a_pdf_saying, a_zip_saying
from tests.access.things import Thing
from tests.access.world import a_picture

Body = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A file that a form sends."""

    name: str
    content: bytes


LINK_IN_TEXT = "link in text"
REMARK = {
    "comments-TOTAL_FORMS": "1",
    "comments-0-text": "A remark",
    "comments-0-contentpath": "title",
    "comments-0-id": "",
    "comments-0-replies-TOTAL_FORMS": "0",
    "comments-0-replies-INITIAL_FORMS": "0",
}
NAMED_BY_PAGES = {"page": "choosable_page", LINK_IN_TEXT: "choosable_page", "image": "own_image"}


def bodies(name: str, named: list[Thing]) -> Iterator[Body]:
    """The forms worth sending to the address with this name. Of the things they name, the first and the last."""
    if name in FORMS:
        yield from FORMS[name](named)


def first(named: list[Thing], resolver: str) -> str:
    return next((thing[resolver] for thing in named if resolver in thing), "0")


def some(named: list[Thing], resolver: str, least: int = 2) -> list[str]:
    """The first few and the last of the things of this kind."""
    found = list(dict.fromkeys(t[resolver] for t in named if resolver in t and "of_the_network" not in t))
    return list(dict.fromkeys([*found[:least], *found[-1:]]))


def pages(named: list[Thing]) -> Iterator[Body]:
    """The form of a page: plain, to be submitted and published, and once for each thing it may refer to."""
    yield a_page_form()
    yield a_page_form() | {"action-submit": "1"}
    yield a_page_form() | {"action-publish": "1"}
    yield a_page_form() | REMARK
    for kind, resolver in NAMED_BY_PAGES.items():
        for pk in some(named, resolver):
            yield a_page_form(**{kind: pk})
            yield a_page_form(**{kind: pk}) | {"action-publish": "1"}


def a_page_form(**refers: str) -> Body:
    """A page as the editor's browser sends it, that refers to these; filled in for every type of page."""
    body: list[tuple[str, dict[str, Any]]] = [("heading", {"text": "A heading"})]
    if "image" in refers:
        body.append(("picture", {"image": refers["image"], "alt": "x", "caption": ""}))
    body += [("paragraph", {"text": _link_to(refers[kind])}) for kind in ("page", LINK_IN_TEXT) if kind in refers]
    fields = {
        "title": "Sent by the form",
        "slug": "sent-by-the-form",
        "summary": "",
        "body": streamfield(body),
        "sources": streamfield([]),
        # What only some types of page have; the others do not read it.
        "demand": "Open the door.",
        "ways_to_help": streamfield([]),
        "partners": streamfield([]),
        "day": date.today().isoformat(),
    }
    return nested_form_data(fields) | {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def _link_to(page_id: str) -> str:
    block = {"key": "a", "text": "words", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"key": 0, "offset": 0, "length": 5}]}  # fmt: skip
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page_id, "url": "/", "parentId": None}}
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


def _owners(named: list[Thing]) -> Iterator[Body]:
    for slug in some(named, "organisation_slug"):
        for step in ("ask", "end"):
            yield {"step": step, "organisation": slug}


def _end(named: list[Thing]) -> Iterator[Body]:
    yield {"step": "", "outcome": "won", "on": date.today().isoformat(), "words": "Open."}
    yield {"step": "reopen"}


def _editions(named: list[Thing]) -> Iterator[Body]:
    release = {"number": "2.0", "languages": "en", "label_en": "", "changes_en": "All is new.", "sure": "on"}
    yield release
    yield release | {"moment": "2099-01-01T09:00"}


def _waiting(named: list[Thing]) -> Iterator[Body]:
    for step in ("move", "cancel"):
        yield {"step": step, "moment": "2099-01-01T09:00"}


def _withdraw(named: list[Thing]) -> Iterator[Body]:
    for how in ("safety", "withdrawn"):
        yield {"how": how, "reason": "A reason.", "number": "1.1"}


def _leave(named: list[Thing]) -> Iterator[Body]:
    for rest in ("kept", "deleted"):
        yield {"rest": rest, "name": "An organisation"}


def _withdraw_for_safety(named: list[Thing]) -> Iterator[Body]:
    yield {"reason": "A reason.", "sure": "on", "seen": ""}
    yield {"step": "open"}


def _manual(named: list[Thing]) -> Iterator[Body]:
    archive = File("manual.zip", a_zip_saying("words"))
    for into in some(named, "own_import_target"):
        yield {"into": into, "file": archive, "title": "Brought in", "licence": "CC-BY-SA-4.0", "language": "en"}


def _upload(prefix: str, name: str, content: bytes) -> Callable[[list[Thing]], Iterator[Body]]:
    def forms(named: list[Thing]) -> Iterator[Body]:
        for collection in some(named, "own_collection", least=3):
            sent = {"title": "Uploaded", "collection": collection, "file": File(name, content)}
            yield {f"{prefix}-{field}": value for field, value in sent.items()}

    return forms


def _file(upload: str, name: str, content: bytes) -> Callable[[list[Thing]], Iterator[Body]]:
    """Bringing in a file and putting another one in the place of one, by the same fields."""

    def forms(named: list[Thing]) -> Iterator[Body]:
        sent = {"title": "Sent", "tags": "one, two", upload: File(name, content)}
        if upload == "file":
            yield sent
            return
        for collection in some(named, "own_collection", least=3):
            yield sent | {"collection": collection}

    return forms


def _file_readers(named: list[Thing]) -> Iterator[Body]:
    for collection in some(named, "own_collection", least=3):
        yield {"collection": collection, "sure": "on", "seen": "members"}


def _file_deletion(named: list[Thing]) -> Iterator[Body]:
    yield {"seen": ""}


def _audiences(named: list[Thing]) -> Iterator[Body]:
    for audience in ("public", "members", "organisation", "circle:00000000-0000-4000-8000-000000000000"):
        yield {"audience": audience}


def _readers(named: list[Thing]) -> Iterator[Body]:
    yield from _audiences(named)
    yield {"step": "invite", "email": "somebody@example.org", "until": "2099-01-01"}
    for slug in some(named, "organisation_slug"):
        yield {"step": "invite", "organisation": slug, "until": "2099-01-01"}
    for guest in some(named, "own_guest"):
        yield {"step": "end", "guest": guest}


def _drafts(named: list[Thing]) -> Iterator[Body]:
    yield {"step": "share", "email": "somebody@example.org", "until": "2099-01-01"}
    for draft in some(named, "own_shared_draft"):
        yield {"step": "end", "draft": draft}


def _decided(named: list[Thing]) -> Iterator[Body]:
    yield {"comment": "Well done.", "audience": "organisation"}


def _copy(named: list[Thing]) -> Iterator[Body]:
    for pk in some(named, "own_page"):
        yield {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": pk, "copy_subpages": "on"}


def _translation(named: list[Thing]) -> Iterator[Body]:
    yield {"locales": str(Locale.objects.get(language_code="fr").pk), "include_subtree": "on"}


def _invited(named: list[Thing]) -> Iterator[Body]:
    for invitation in [*some(named, "own_invited"), *some(named, "coordinator_invited")]:
        for step in ("again", "take_back"):
            yield {"step": step, "invitation": invitation}


def _of_an_organisation(named: list[Thing]) -> Iterator[Body]:
    yield from _invited(named)
    yield {"step": "invite", "email": "asked@example.org", "language": "en", "until": ""}
    for membership in some(named, "coordinator_of"):
        yield {"step": "end", "membership": membership}
    yield {"step": "add_language", "language": "fr"}


def _invite(named: list[Thing]) -> Iterator[Body]:
    for role in ("writer", "coordinator"):
        yield {"email": "asked@example.org", "role": role, "language": "en", "until": ""}


def _membership(named: list[Thing]) -> Iterator[Body]:
    yield {"step": "change", "role": "reader", "until": ""}
    yield {"step": "remove"}


def _open(named: list[Thing]) -> Iterator[Body]:
    first = {"email": "asked@example.org", "language": "en"}
    yield {"name": "Opened by the form", "slug": "opened", "languages": "en", "country": "", **first}


def _state(named: list[Thing]) -> Iterator[Body]:
    for step in ("suspend", "go_on"):
        yield {"step": step}


def _circle(named: list[Thing]) -> Iterator[Body]:
    yield {"step": "admit", "email": "asked@example.org", "until": ""}
    for place in some(named, "place_in"):
        yield {"step": "end", "place": place}
    yield {"step": "rename", "name": "Named by the form"}
    yield {"step": "close", "sure": "on"}


def _entry(named: list[Thing]) -> Iterator[Body]:
    for step in ("yes", "no", "conflict", "suspend"):
        yield {"step": step, "digest": "0" * 64, "reason": "A reason."}


FORMS: dict[str, Callable[[list[Thing]], Iterator[Body]]] = {
    "wagtailadmin_pages:edit": pages,
    "wagtailadmin_pages:revisions_revert": pages,
    "wagtailadmin_pages:add": pages,
    "wagtailadmin_pages:preview_on_edit": pages,
    "wagtailadmin_pages:preview_on_add": pages,
    "wagtailadmin_pages:workflow_action": _decided,
    "wagtailadmin_pages:collect_workflow_action_data": _decided,
    "wagtailimages_chooser:create": _upload("image-chooser-upload", "picture.png", a_picture().read()),
    "wagtaildocs_chooser:create": _upload("document-chooser-upload", "file.pdf", a_pdf_saying("words")),
    "organisations_admin:picture_add": _file("uploads", "picture.png", a_picture().read()),
    "organisations_admin:document_add": _file("uploads", "file.pdf", a_pdf_saying("words")),
    "organisations_admin:picture": _file("file", "picture.png", a_picture().read()),
    "organisations_admin:document": _file("file", "file.pdf", a_pdf_saying("words")),
    "organisations_admin:picture_readers": _file_readers,
    "organisations_admin:document_readers": _file_readers,
    "organisations_admin:picture_delete": _file_deletion,
    "organisations_admin:document_delete": _file_deletion,
    "wagtailadmin_pages:copy": _copy,
    "organisations_admin:translate": _translation,
    "organisations_admin:set_privacy": _audiences,
    "organisations_admin:publish_to": _audiences,
    "organisations_admin:readers": _readers,
    "organisations_admin:files_readers": _audiences,
    "organisations_admin:drafts": _drafts,
    "organisations_admin:owners": _owners,
    "organisations_admin:open": _open,
    "organisations_admin:organisation": _of_an_organisation,
    "organisations_admin:state": _state,
    "organisations_admin:people": _invited,
    "organisations_admin:circle": _circle,
    "organisations_admin:invite": _invite,
    "organisations_admin:membership": _membership,
    "campaigns_admin:end": _end,
    "manuals_admin:editions": _editions,
    "manuals_admin:waiting": _waiting,
    "manuals_admin:withdraw": _withdraw,
    "organisations_admin:leave": _leave,
    "organisations_admin:withdraw_page": _withdraw_for_safety,
    "organisations_admin:withdraw_picture": _withdraw_for_safety,
    "organisations_admin:withdraw_document": _withdraw_for_safety,
    "manuals_admin:upload": _manual,
    "directory_admin:entry": _entry,
    "directory_admin:withdraw": _withdraw_for_safety,
}
