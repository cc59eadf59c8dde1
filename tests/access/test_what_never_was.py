"""A form that names what belongs to others is answered like one that names what never was."""

import json
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply
from wagtail.test.utils.form_data import nested_form_data, streamfield

from campaigns.models import CampaignPage
from content.models import NetworkImage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.access.forms import LINK_IN_TEXT, a_page_form
from tests.access.world import a_picture
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NEVER = 987654


def two_organisations() -> dict[str, Any]:
    """What the second keeps to itself, and a campaign of the first with its editor."""
    ours, theirs = an_organisation(), an_organisation()
    page = a_page(workspace_of(theirs), "Lantern behind the harbour")
    actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)
    picture = NetworkImage.objects.create(title="Lantern", file=a_picture(), collection=theirs.own_files)
    editors = {"editor": a_member(ours, "editor"), "their editor": a_member(theirs, "editor")}
    campaigns = {"campaign": a_campaign(ours, "Ours"), "their campaign": a_campaign(theirs, "Theirs")}
    return {"page": page.pk, "picture": picture.pk, **editors, **campaigns}


two = made_once(two_organisations)


def a_way(page: int, address: str = "") -> dict[str, str]:
    way = {"words": "Write", "note": "", "until": "", "page": page, "address": address}
    return nested_form_data({"ways_to_help": streamfield([("way", way)])})


# What is sent, by what names the thing in it.
SENT = {
    "page in a block": lambda pk: a_way(pk),
    "page in a block that is refused for something else": lambda pk: a_way(pk, "https://example.org/"),
    "picture in a field": lambda pk: {"picture": str(pk), "picture_alt": "x"},
    "picture in a block": lambda pk: a_page_form(image=str(pk)),
    "link in a text": lambda pk: a_page_form(**{LINK_IN_TEXT: str(pk)}),
}


def answered(person: Any, campaign: CampaignPage, sent: dict[str, str]) -> tuple[str, ...]:
    """What saving and previewing answer, without what is another one at every request."""
    client, data = signed_in(person), a_page_form() | {"slug": campaign.slug, "began_on": "2026-03-08"} | sent
    seen = client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[campaign.pk]), data).json()["is_valid"]
    saved = client.post(reverse("wagtailadmin_pages:edit", args=[campaign.pk]), data)
    form = saved.context["form"] if saved.status_code == 200 else None
    errors = {name: [_told(each) for each in found.as_data()] for name, found in form.errors.items()} if form else {}
    return str(saved.status_code), str(seen), json.dumps(errors, default=str)


def _told(error: Any) -> Any:
    """The words of an error, of a body with those of its blocks."""
    if hasattr(error, "as_json_data"):
        return json.dumps(error.as_json_data(), sort_keys=True, default=str)
    return error.messages


@pytest.mark.parametrize("what", SENT)
def test_what_belongs_to_others_is_answered_like_what_never_was(two, what):
    pk = two["picture" if "picture" in what else "page"]

    own = answered(two["their editor"], two["their campaign"], SENT[what](pk))
    theirs, never = (answered(two["editor"], two["campaign"], SENT[what](each)) for each in (pk, NEVER))

    assert own[0] == "302" or "something else" in what
    assert ("neither yours nor public" in theirs[2], theirs[0]) == (True, "200")
    assert theirs == never


def a_row(comment: int | str, reply: int | None = None) -> dict[str, str]:
    """A remark as the editor's browser sends it, with an answer to it."""
    row = {"id": comment, "text": "x", "contentpath": "title", "resolved": "", "DELETE": "", "position": ""}
    count = "0" if reply is None else "1"
    row |= {"replies-TOTAL_FORMS": count, "replies-INITIAL_FORMS": count}
    row |= {} if reply is None else {"replies-0-id": reply, "replies-0-text": "y"}
    sent = {f"comments-0-{name}": str(value) for name, value in row.items()}
    return sent | {"comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "1"}


def test_remarks_of_others_are_answered_like_remarks_that_never_were(two):
    own = Comment.objects.create(page=two["campaign"], user=two["editor"], text="Ours", contentpath="title")
    own_reply = CommentReply.objects.create(comment=own, user=two["editor"], text="Ours")
    theirs = Comment.objects.create(page=two["their campaign"], user=two["their editor"], text="a", contentpath="title")
    their_reply = CommentReply.objects.create(comment=theirs, user=two["their editor"], text="b")

    def answers(*ids: int) -> tuple[str, ...]:
        return answered(two["editor"], two["campaign"], a_row(*ids))

    assert answers(own.pk, own_reply.pk)[:2] == ("302", "True")
    assert answers(theirs.pk) == answers(NEVER)
    assert answers(own.pk, their_reply.pk) == answers(own.pk, NEVER)
    assert answers(theirs.pk)[0] == answers(own.pk, NEVER)[0] == "200"


def test_remark_that_a_colleague_resolved_keeps_nobody_from_saving(two):
    """The browser still has it; what is no number is one that never was."""
    gone = {"user": two["editor"], "text": "Ours", "contentpath": "title", "resolved_at": timezone.now()}
    resolved = Comment.objects.create(page=two["campaign"], **gone)

    saved = answered(two["editor"], two["campaign"], a_row(resolved.pk))

    assert saved[:2] == ("302", "True")
    assert answered(two["editor"], two["campaign"], a_row("abc")) == answered(
        two["editor"], two["campaign"], a_row(NEVER)
    )


@pytest.mark.parametrize("written", ["abc", "1e3", "-1", "0", "1 2", str(2**70)])
@pytest.mark.parametrize("what", [each for each in SENT if "link" not in each])
def test_what_is_no_number_is_an_error_of_the_form(two, what, written):
    status, _seen, errors = answered(two["editor"], two["campaign"], SENT[what](written))

    assert (status, "neither yours nor public" in errors) == ("200", True)
