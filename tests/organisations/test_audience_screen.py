"""The question before more people may read a page or the files of a collection: who they are, and what opens."""

import re
from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Collection, Page

from content.models import NetworkDocument
from organisations import actions, rules
from organisations.actions.audiences import Audience, Kind
from organisations.actions.changing_audience import (
    change_audience,
    change_files_audience,
    plan_audience,
    plan_files_audience,
)
from organisations.models import AuditEntry, CollectionAccess, PageAccess
from tests.access.world import a_pdf
from tests.factories import a_circle, a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ADDRESSES = {"dialog": "set_privacy", "screen": "readers", "publishing": "publish_to"}


def a_casa():
    """An organisation with a page and a draft for its own people, its editor in one circle, and a circle of others."""
    organisation = an_organisation("Casa")
    editor, page = a_member(organisation, "editor"), a_page(workspace_of(organisation), "Lantern")
    draft = a_page(workspace_of(organisation), live=False)
    for each in (page, draft):
        actions.set_audience(each, Audience(Kind.ORGANISATION), by=None)
    return {
        "organisation": organisation,
        "editor": editor,
        "page": page,
        "draft": draft,
        "circle": a_circle(editor),
        "others": a_circle(a_member(an_organisation())),
    }


casa_made = made_once(a_casa)


@pytest.fixture
def casa(casa_made):
    copied = deepcopy(casa_made)
    return copied | {"client": signed_in(copied["editor"])}


def address(casa: dict, where: str) -> str:
    subject = casa["draft"] if where == "publishing" else casa["page"]
    return reverse(f"organisations_admin:{ADDRESSES[where]}", args=[subject.pk])


def html_of(response) -> str:
    """What is shown, in the dialog or on a page of its own."""
    is_dialog = response.headers["Content-Type"].startswith("application/json")
    return response.json().get("html", "") if is_dialog else response.content.decode()


def seen_in(html: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', html)[1]


def rule(page: Page) -> str:
    return PageAccess.objects.get(page=page.pk).policy.key


def restrict(page: Page, kind: Kind, circle=None) -> None:
    actions.set_audience(Page.objects.get(pk=page.pk), Audience(kind, circle), by=None)


@pytest.mark.parametrize("where", ADDRESSES)
def test_more_readers_are_told_and_confirmed_before_anything_changes(casa, where):
    subject, own = casa["draft"] if where == "publishing" else casa["page"], f"org:{casa['organisation'].pk}"

    asked = html_of(casa["client"].post(address(casa, where), {"audience": "public"}))
    between = rule(subject)
    casa["client"].post(address(casa, where), {"audience": "public", "seen": seen_in(asked)})

    assert "everybody can read it, without signing in" in asked
    assert (between, rule(subject), Page.objects.get(pk=subject.pk).live) == (own, "", True)


@pytest.mark.parametrize("where", ADDRESSES)
@pytest.mark.parametrize("seen", ["", "x", "0" * 32])
def test_yes_to_something_else_opens_nothing(casa, where, seen):
    casa["client"].post(address(casa, where), {"audience": "public", "seen": seen})

    assert rule(casa["page"]) == rule(casa["draft"]) == f"org:{casa['organisation'].pk}"
    assert not Page.objects.get(pk=casa["draft"].pk).live


def test_yes_to_members_is_no_yes_to_everybody(casa):
    seen = seen_in(html_of(casa["client"].post(address(casa, "screen"), {"audience": "members"})))

    answered = casa["client"].post(address(casa, "screen"), {"audience": "public", "seen": seen})

    assert "Something changed meanwhile" in html_of(answered)
    assert rule(casa["page"]) == f"org:{casa['organisation'].pk}"


def test_yes_counts_only_while_it_means_the_same(casa):
    seen = seen_in(html_of(casa["client"].post(address(casa, "screen"), {"audience": "members"})))
    a_page(casa["page"])

    answered = casa["client"].post(address(casa, "screen"), {"audience": "members", "seen": seen})

    assert (answered.status_code, rule(casa["page"])) == (200, f"org:{casa['organisation'].pk}")


@pytest.mark.parametrize(
    ("audience", "words"),
    [("members", "members of the network"), ("circle:{circle}", "people of the circle “{name}”")],
)
def test_those_who_could_read_it_from_now_on_are_named(casa, audience, words):
    names = {"circle": casa["circle"].uuid, "name": casa["circle"].name}

    asked = html_of(casa["client"].post(address(casa, "dialog"), {"audience": audience.format(**names)}))

    assert words.format(**names) in asked.split("these can read it who cannot today")[1]


def test_owners_that_could_read_it_from_now_on_are_named(casa):
    second = an_organisation("Faro")
    actions.invite_co_owner(casa["page"], second, by=None)
    actions.agree_to_co_own(casa["page"], second, by=None)

    asked = html_of(casa["client"].post(address(casa, "screen"), {"audience": "organisation"}))

    told = asked.split("these can read it who cannot today")[1]
    assert ("people of Faro" in told, "people of Casa" in told) == (True, False)


def test_what_the_pages_above_ask_for_is_told_without_names_of_others(casa):
    hidden = an_organisation("Hidden")
    restrict(workspace_of(hidden), Kind.ORGANISATION)
    actions.admit_member(casa["editor"], hidden, role="editor", by=None)
    page = a_page(workspace_of(hidden), "Below")
    screen = reverse("organisations_admin:readers", args=[page.pk])
    known = html_of(casa["client"].get(screen))
    actions.invite_co_owner(page, casa["organisation"], by=None)
    actions.agree_to_co_own(page, casa["organisation"], by=None)
    actions.end_membership(casa["editor"].memberships.get(organisation=hidden), by=None)

    # Whoever owns a page together knows with whom.
    assert "people of Hidden" in known
    assert "people of Hidden" in html_of(casa["client"].get(screen))
    assert "Because of the pages above it" in known


def test_circle_of_others_is_not_named(casa):
    restrict(casa["page"], Kind.CIRCLE, casa["others"])
    restrict(casa["draft"], Kind.CIRCLE, casa["circle"])

    shown = {where: html_of(casa["client"].get(address(casa, where))) for where in ("screen", "publishing")}

    assert casa["circle"].name in shown["publishing"].split("<form")[1] + shown["publishing"]
    assert "people of a circle" in shown["screen"]
    assert casa["others"].name not in shown["screen"]


def test_page_that_stays_shut_because_of_what_is_above_needs_no_yes(casa):
    below = a_page(casa["page"])
    restrict(below, Kind.MEMBERS)

    casa["client"].post(reverse("organisations_admin:readers", args=[below.pk]), {"audience": "public"})

    assert rule(below) == f"org:{casa['organisation'].pk}"
    assert actions.audience_of(below) == Audience(Kind.PUBLIC)


@pytest.mark.parametrize(("number", "words"), [(0, "No other page of yours"), (1, "1 more page"), (3, "3 more pages")])
def test_own_pages_that_open_with_it_are_counted(casa, number, words):
    for _each in range(number):
        a_page(casa["page"])
    closed = a_page(casa["page"])
    restrict(closed, Kind.ORGANISATION)

    asked = html_of(casa["client"].post(address(casa, "screen"), {"audience": "public"}))

    assert words in asked


def test_translations_are_counted_and_aliases_of_others_are_not(casa):
    actions.translate_workspace(casa["organisation"], a_locale("fr"), by=None)
    casa["page"].copy_for_translation(a_locale("fr"))
    casa["page"].create_alias(parent=Page.objects.get(pk=workspace_of(an_organisation()).pk), update_slug="again")

    asked = html_of(casa["client"].post(address(casa, "screen"), {"audience": "public"}))

    assert "1 more page of yours" in asked


@pytest.mark.parametrize("where", ["dialog", "screen"])
def test_sending_it_twice_changes_nothing_and_says_so(casa, where):
    asked = html_of(casa["client"].post(address(casa, where), {"audience": "members"}))
    answer = {"audience": "members", "seen": seen_in(asked)}

    answers = [html_of(casa["client"].post(address(casa, where), answer, follow=True)) for _time in range(2)]

    said = ["These are its readers already" in each for each in answers]
    noted = AuditEntry.objects.filter(action="page.audience_set", object_id=str(casa["page"].pk), actor__isnull=False)
    assert (said, noted.count()) == ([False, True], 1)


def test_publishing_twice_publishes_once_and_says_so(casa):
    answer = {"audience": "organisation"}

    answers = [html_of(casa["client"].post(address(casa, "publishing"), answer, follow=True)) for _time in range(2)]

    said = ["is published for these readers already" in each for each in answers]
    noted = AuditEntry.objects.filter(action="page.published", object_id=str(casa["draft"].pk))
    assert (said, noted.count()) == ([False, True], 1)


def test_fewer_readers_need_no_yes(casa):
    restrict(casa["page"], Kind.PUBLIC)

    casa["client"].post(address(casa, "screen"), {"audience": "organisation"})

    assert rule(casa["page"]) == f"org:{casa['organisation'].pk}"


def test_change_is_written_down_with_what_it_was_and_became(casa):
    restrict(casa["page"], Kind.CIRCLE, casa["circle"])

    change = plan_audience(casa["page"], Audience(Kind.MEMBERS))
    change_audience(casa["page"], Audience(Kind.MEMBERS), by=casa["editor"], seen=change.seen)

    entry = AuditEntry.objects.filter(action="page.audience_set", actor=casa["editor"].uuid).get()
    details = {"audience": "members", "circle": "", "was": "circle", "was_circle": str(casa["circle"].uuid)}
    assert entry.details == details | {"before": f"circle:{casa['circle'].pk}", "after": "members"}


def test_writer_changes_nothing(casa):
    writer = a_member(casa["organisation"], "writer")
    change = plan_audience(casa["page"], Audience(Kind.MEMBERS))
    statuses = [signed_in(each).get(address(casa, "screen")).status_code for each in (casa["editor"], writer)]

    with pytest.raises(ValidationError):
        change_audience(casa["page"], Audience(Kind.MEMBERS), by=writer, seen=change.seen)

    assert (statuses, rule(casa["page"])) == ([200, 404], f"org:{casa['organisation'].pk}")


# -- Collections ---------------------------------------------------------------------------------------------------


def a_file(collection: Collection) -> NetworkDocument:
    return NetworkDocument.objects.create(title="A file", file=a_pdf(), collection=collection)


def files_rule(file) -> rules.Rule:
    found = type(file).objects.get(pk=file.pk)
    return rules.rule_of(found.collection.access.policy.rule)


def screen_of(collection: Collection) -> str:
    return reverse("organisations_admin:files_readers", args=[collection.pk])


def test_files_open_only_after_a_yes_that_says_to_whom(casa):
    own = casa["organisation"].own_files
    file, before = a_file(own), frozenset({frozenset({f"org:{casa['organisation'].pk}"})})

    asked = html_of(casa["client"].post(screen_of(own), {"audience": "members"}))
    between = files_rule(file)
    casa["client"].post(screen_of(own), {"audience": "members", "seen": seen_in(asked)})

    assert ("members of the network" in asked, "1 picture or file" in asked) == (True, True)
    assert (between, files_rule(file)) == (before, frozenset({frozenset({"members"})}))
    entry = AuditEntry.objects.filter(action="files.audience_set", actor=casa["editor"].uuid).get()
    assert entry.details == {"audience": "members", "circle": "", "was": "organisation", "was_circle": ""}


def test_yes_to_what_has_changed_meanwhile_is_asked_again_and_says_why(casa):
    own = casa["organisation"].own_files
    file = a_file(own)
    asked = html_of(casa["client"].post(screen_of(own), {"audience": "members"}))
    before = files_rule(file)

    again = html_of(casa["client"].post(screen_of(own), {"audience": "public", "seen": seen_in(asked)}))

    assert ["Something changed meanwhile" in each for each in (asked, again)] == [False, True]
    assert (seen_in(again) != seen_in(asked), files_rule(file)) == (True, before)


def test_files_that_fewer_may_read_get_new_addresses(casa):
    members = casa["organisation"].members_files
    file = a_file(members)

    casa["client"].post(screen_of(members), {"audience": "organisation"})

    assert files_rule(file) == frozenset({frozenset({f"org:{casa['organisation'].pk}"})})
    assert NetworkDocument.objects.get(pk=file.pk).token != file.token


def test_files_that_pages_show_stay_with_the_readers_of_those_pages(casa):
    public = Collection.objects.get(pk=casa["organisation"].public_files_id)
    picture, file = a_picture(public, width=160, height=100), a_file(public)
    campaign = a_campaign(casa["organisation"], picture=picture, picture_alt="A house front.")
    before = "A house front." in casa["client"].get(campaign.url).content.decode()

    casa["client"].post(screen_of(public), {"audience": "organisation"})

    assert (files_rule(picture), files_rule(file)) == (
        rules.PUBLIC,
        rules.rule_of([[f"org:{casa['organisation'].pk}"]]),
    )
    assert before
    assert "A house front." in casa["client"].get(campaign.url).content.decode()


@pytest.mark.parametrize("kind", [Kind.MEMBERS, Kind.CIRCLE])
def test_collections_are_found_by_their_readers_and_never_by_name(casa, kind):
    public = Collection.objects.get(pk=casa["organisation"].public_files_id)
    picture = a_picture(casa["organisation"].own_files, width=160, height=100)
    campaign = a_campaign(casa["organisation"], picture=picture, picture_alt="A house front.")
    restrict(campaign, kind, casa["circle"] if kind == Kind.CIRCLE else None)
    before = files_rule(picture)
    type(picture).objects.get(pk=picture.pk).collection.get_siblings().update(name="The same name")

    actions.set_files_audience(public, Audience(Kind.ORGANISATION), by=None)
    restrict(campaign, Kind.PUBLIC)
    opened = files_rule(picture)
    restrict(campaign, kind, casa["circle"] if kind == Kind.CIRCLE else None)

    made = CollectionAccess.objects.filter(owner=casa["organisation"], made_for__isnull=False)
    assert (opened, files_rule(picture)) == (rules.PUBLIC, before)
    assert made.count() == len(set(made.values_list("policy_id", flat=True)))


def test_list_shows_own_collections_that_are_not_made_for_pages(casa):
    an_organisation("Faro")
    picture = a_picture(casa["organisation"].own_files, width=160, height=100)
    campaign = a_campaign(casa["organisation"], picture=picture, picture_alt="A house front.")
    restrict(campaign, Kind.CIRCLE, casa["circle"])
    made = type(picture).objects.get(pk=picture.pk).collection

    html = html_of(casa["client"].get(reverse("organisations_admin:collections")))

    assert (html.count(">Casa – "), "Faro" in html) == (3, False)
    assert casa["client"].get(screen_of(made)).status_code == 404


def test_sending_files_twice_changes_nothing_and_says_so(casa):
    members = casa["organisation"].members_files

    answers = [
        html_of(casa["client"].post(screen_of(members), {"audience": "organisation"}, follow=True)) for _time in (1, 2)
    ]

    assert ["These are its readers already" in each for each in answers] == [False, True]
    assert AuditEntry.objects.filter(action="files.audience_set", actor=casa["editor"].uuid).count() == 1


def test_writer_does_not_open_files(casa):
    own, writer = casa["organisation"].own_files, a_member(casa["organisation"], "writer")
    change = plan_files_audience(own, Audience(Kind.MEMBERS))
    statuses = [signed_in(each).get(screen_of(own)).status_code for each in (casa["editor"], writer)]

    with pytest.raises(ValidationError):
        change_files_audience(own, Audience(Kind.MEMBERS), by=writer, seen=change.seen)

    assert statuses == [200, 404]
