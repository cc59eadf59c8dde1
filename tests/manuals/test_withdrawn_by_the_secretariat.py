"""The secretariat takes back for safety what it may read, and what nobody else can since its organisation left."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from manuals.models import Edition, FrozenManual, State
from manuals.permissions import correctable_editions, withdrawable_editions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.leaving import Rest, leave_network
from organisations.models import AuditEntry
from tests.factories import a_member, an_appointed, an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FIND = "organisations_admin:withdraw"
PUBLIC = "/en/manuals/handbook/edition/1.0/"
SAID = {"how": "safety", "reason": "It had become known.", "number": "1.0"}


def a_network():
    organisation = an_organisation()
    manual = a_manual(organisation, "Handbook", slug="handbook")
    a_chapter(manual, "Meeting", "The meeting point is behind the blue mill", slug="meeting")
    people = {
        "editor": a_member(organisation, "editor"),
        "stranger": a_member(an_organisation(), "editor"),
        "secretariat": an_appointed("secretariat"),
        "auditor": an_appointed("auditor"),
    }
    return organisation, manual, an_edition(manual), people


made = made_once(a_network)
organisation, manual, edition, people = copies(4)


def screen(edition):
    return reverse("manuals_admin:withdraw", args=[edition.pk])


@pytest.mark.parametrize("audience", [Kind.PUBLIC, Kind.ORGANISATION])
def test_secretariat_takes_back_what_it_may_read(manual, edition, people, audience):
    set_audience(Page.objects.get(pk=manual.pk), Audience(audience), by=None)

    statuses = {name: signed_in(person).get(screen(edition)).status_code for name, person in people.items()}
    found = {name: list(withdrawable_editions(person)) for name, person in people.items()}

    reads = audience == Kind.PUBLIC
    assert statuses == {"editor": 200, "stranger": 404, "secretariat": 200 if reads else 404, "auditor": 404}
    assert found == {"editor": [edition], "stranger": [], "secretariat": [edition] if reads else [], "auditor": []}


def test_secretariat_corrects_and_releases_nothing_of_others(manual, edition, people):
    client = signed_in(people["secretariat"])
    addresses = [
        reverse("manuals_admin:editions", args=[manual.pk]),
        reverse("manuals_admin:corrections", args=[edition.pk]),
    ]

    assert list(correctable_editions(people["editor"])) == [edition]
    assert list(correctable_editions(people["secretariat"])) == []
    assert [signed_in(people["editor"]).get(address).status_code for address in addresses] == [200, 200]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_secretariat_takes_back_for_safety_alone(edition, people):
    client = signed_in(people["secretariat"])

    asked = client.get(screen(edition)).content.decode()
    refused = client.post(screen(edition), SAID | {"how": "withdrawn"})
    unsure = client.post(screen(edition), SAID | {"number": ""})
    before = Edition.objects.get().state
    done = client.post(screen(edition), SAID, follow=True)

    assert 'value="safety"' in asked
    assert 'value="withdrawn"' not in asked
    assert "another organisation’s" in asked
    assert (refused.status_code, unsure.status_code, before) == (200, 200, State.CURRENT)
    assert (done.redirect_chain[-1][0], done.status_code) == (reverse(FIND), 200)
    assert Edition.objects.get().state == State.WITHDRAWN_FOR_SAFETY
    assert AuditEntry.objects.get(action="edition.withdrawn_for_safety").actor == people["secretariat"].uuid


def test_edition_of_an_organisation_that_left_is_found_and_taken_back(organisation, edition, people):
    leave_network(organisation, by=people["secretariat"], rest=Rest.DELETED)
    still_there = Client().get(PUBLIC).status_code
    client = signed_in(people["secretariat"])

    listed = client.get(reverse(FIND), {"q": f"https://example.org{PUBLIC}meeting/"}).content.decode()
    done = client.post(screen(edition), SAID, follow=True)
    gone = Client().get(f"{PUBLIC}meeting/")

    assert (still_there, screen(edition) in listed, done.status_code, gone.status_code) == (200, True, 200, 410)
    assert "It had become known." in gone.content.decode()
    assert screen(edition) not in client.get(reverse(FIND)).content.decode()


@pytest.mark.parametrize(
    ("words", "is_found"), [("hand", True), ("1.0", True), ("/en/manuals/handbook/", True), ("1.1", False)]
)
def test_editors_find_their_own_editions_by_title_number_and_address(edition, people, words, is_found):
    answers = {name: signed_in(people[name]).get(reverse(FIND), {"q": words}) for name in ("editor", "stranger")}

    found = {name: screen(edition) in answer.content.decode() for name, answer in answers.items()}
    assert found == {"editor": is_found, "stranger": False}


def test_newest_editions_are_listed_first_each_once(manual, edition, people):
    later = an_edition(manual, "1.1")
    FrozenManual.objects.create(
        edition=later, language="es", title="Manual", frozen_policy=later.languages.get().policy,
        page_policy=later.languages.get().policy, policy=later.languages.get().policy,
    )  # fmt: skip

    page = signed_in(people["editor"]).get(reverse(FIND)).content.decode()

    assert 0 < page.index(screen(later)) < page.index(screen(edition))
    assert page.count(screen(later)) == 1
