"""A form that names what it must not name comes back without telling anything about it."""

import json
from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from campaigns.models import CampaignPage
from content.models import NetworkImage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.access.world import a_picture
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign
from tests.factories.once import made_once
from tests.factories.parameters import first_few
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SECRET = "Lantern behind the harbour"
SLUG = "lantern-behind-the-harbour"


def two_organisations():
    """Two organisations: what the second keeps to itself, and a campaign of the first with its editor."""
    ours, theirs = an_organisation(), an_organisation()
    page = a_page(workspace_of(theirs), SECRET)
    actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)
    picture = NetworkImage.objects.create(title=SECRET, file=a_picture(), collection=theirs.own_files)
    return {
        "campaign": a_campaign(ours, "Ours"),
        "editor": a_member(ours, "editor"),
        "page": page,
        "picture": picture,
        "their editor": a_member(theirs, "editor"),
        "their campaign": a_campaign(theirs, "Theirs"),
    }


two_made = made_once(two_organisations)


@pytest.fixture
def two(two_made):
    return deepcopy(two_made)


def link_to(page_id: int) -> str:
    """Rich text as the editor's browser sends it, with a link to a page."""
    block = {
        "key": "a",
        "text": "words",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 5}],
    }
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page_id, "url": "/", "parentId": None}}
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


def sent(campaign: CampaignPage, what: str, pk: int) -> dict[str, object]:
    ways = [("way", {"words": "Write", "note": "", "until": "", "page": pk, "address": ""})]
    body = {
        "text": [("paragraph", {"text": link_to(pk)})],
        "picture in text": [("picture", {"image": pk, "alt": "x", "caption": ""})],
    }
    fields = {
        "title": "Kept words",
        "slug": campaign.slug,
        "demand": "Kept demand.",
        "summary": "",
        "picture": pk if what == "picture" else "",
        "picture_alt": "x",
        "body": streamfield([("heading", {"text": "Kept heading"}), *body.get(what, [])]),
        "ways_to_help": streamfield(ways if what == "page" else []),
        "partners": streamfield([]),
        "terms": [],
        "countries": "KE",
        "began_on": "2026-03-08",
        "closes_on": "",
        "notice": "",
        "notice_from": "",
        "notice_until": "",
    }
    return nested_form_data(fields) | {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


@pytest.mark.parametrize("what", ["page", "text", "picture", "picture in text"])
def test_refused_form_keeps_what_was_typed_and_tells_nothing(two, what):
    thing = two["picture" if what.startswith("picture") else "page"]

    def answer(person, campaign) -> str:
        data = sent(campaign, what, thing.pk)
        return (
            signed_in(person)
            .post(reverse("wagtailadmin_pages:edit", args=[campaign.pk]), data, follow=True)
            .content.decode()
        )

    theirs, ours = answer(two["their editor"], two["their campaign"]), answer(two["editor"], two["campaign"])

    known = [word in theirs for word in (SECRET, SLUG)]
    assert any(known)
    assert "neither yours nor public" in ours
    assert [word in ours for word in (SECRET, SLUG)] == [False, False]
    assert all(word in ours for word in ("Kept words", "Kept demand.", "Kept heading"))


@pytest.mark.parametrize("which", ["one of two", "both"])
def test_editor_is_told_which_link_was_refused(two, which):
    """Its words are the editor's own: they tell nothing of the page to which it led."""
    public = a_page(two["campaign"], "Known to all")
    first = link_to(two["page"].pk if which == "both" else public.pk)
    second = link_to(two["page"].pk).replace("words", "other")
    body = {"body": streamfield([("paragraph", {"text": first}), ("paragraph", {"text": second})])}

    address = reverse("wagtailadmin_pages:edit", args=[two["campaign"].pk])
    answer = signed_in(two["editor"]).post(address, sent(two["campaign"], "", 0) | nested_form_data(body))

    # The errors of a body are written as JSON.
    told = [json.dumps(f"the link at “{words}”")[1:-1] in answer.content.decode() for words in ("words", "other")]
    assert told == [which == "both", True]


SPOILT = ("quotation", {"text": "a", "speaker": "b", "consent_on": "", "consent_note": "", "source": "no address"})


@pytest.mark.parametrize("what", ["page", "text", "picture in text"])
def test_form_refused_for_something_else_tells_nothing_either(two, what):
    campaign, thing = two["campaign"], two["picture" if what.startswith("picture") else "page"]
    named = {
        "page": ("way", {"words": "Write", "note": "", "until": "", "page": thing.pk, "address": ""}),
        "text": ("paragraph", {"text": link_to(thing.pk)}),
        "picture in text": ("picture", {"image": thing.pk, "alt": "x", "caption": ""}),
    }
    spoilt = ("way", {"words": "Write", "note": "", "until": "never", "page": "", "address": "no address"})
    wrong = {"ways_to_help": streamfield([named[what], spoilt])}
    if what != "page":
        wrong = {"body": streamfield([SPOILT, named[what]])}

    def answer(side: str, campaign: CampaignPage) -> str:
        data = sent(campaign, "", thing.pk) | nested_form_data(wrong)
        address = reverse("wagtailadmin_pages:edit", args=[campaign.pk])
        return signed_in(two[side]).post(address, data, follow=True).content.decode()

    theirs, ours = answer("their editor", two["their campaign"]), answer("editor", campaign)

    assert any(word in theirs for word in (SECRET, SLUG))
    assert "Kept words" in ours
    assert [word in ours for word in (SECRET, SLUG)] == [False, False]


@pytest.mark.slow
@pytest.mark.parametrize("written", first_few(["0{}", "full width"], [" {}", "{} ", "+{}"]))
@pytest.mark.parametrize("what", ["page", "text", "picture", "picture in text"])
def test_refused_form_tells_nothing_however_the_number_is_written(two, what, written):
    number = str(two["picture" if what.startswith("picture") else "page"].pk)
    wide = "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in number)  # the database is given the same number
    data = sent(two["campaign"], what, wide if written == "full width" else written.format(number))

    answer = signed_in(two["editor"]).post(reverse("wagtailadmin_pages:edit", args=[two["campaign"].pk]), data)

    text = answer.content.decode()
    assert "neither yours nor public" in text
    assert [word in text for word in (SECRET, SLUG)] == [False, False]


@pytest.mark.parametrize(
    "change", [lambda text: f"  {text}", lambda text: text.replace("entityMap", "entity\\u004dap")]
)
def test_refused_text_tells_nothing_however_it_is_written(two, change):
    body = [("paragraph", {"text": change(link_to(two["page"].pk))})]
    data = sent(two["campaign"], "", 0) | nested_form_data({"body": streamfield(body)})

    answer = signed_in(two["editor"]).post(reverse("wagtailadmin_pages:edit", args=[two["campaign"].pk]), data)

    text = answer.content.decode()
    assert "neither yours nor public" in text
    assert SLUG not in text


@pytest.mark.parametrize("what", ["page", "text"])
@pytest.mark.parametrize("became", ["renamed in a draft", "closed and renamed"])
def test_page_chosen_while_it_was_public_tells_nothing_that_is_not(two, what, became):
    page = a_page(workspace_of(two["their editor"].memberships.get().organisation), "Known to all")
    client, address = signed_in(two["editor"]), reverse("wagtailadmin_pages:edit", args=[two["campaign"].pk])
    client.post(address, sent(two["campaign"], what, page.pk))
    before = client.get(address).content.decode()

    page.title, page.slug = SECRET, f"{SLUG}-too"
    revision = page.save_revision()
    if became == "closed and renamed":
        actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)
        revision.publish()
    after = client.get(address).content.decode()

    assert any(word in before for word in ("Known to all", "known-to-all"))
    assert [word in after for word in (SECRET, SLUG)] == [False, False]
