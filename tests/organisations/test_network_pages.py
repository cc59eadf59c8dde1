"""The network's own pages: the secretariat changes, previews and publishes them, and touches nobody else's."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage, ReferencePage
from organisations import actions
from organisations.permissions import editable_pages, may_edit, may_publish, network_pages
from organisations.views.workspace import network_rows
from tests.factories import a_member, a_page, an_appointed, an_organisation, english_home, workspace_of
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

OURS = reverse("organisations_admin:workspace")


def reference_page() -> ReferencePage:
    return ReferencePage.objects.child_of(english_home()).first()


def form_of(page: ReferencePage, **changes: object) -> dict[str, object]:
    """What the editor's browser sends for a reference page."""
    fields = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "terms": [],
        "body": streamfield([]),
        "sources": streamfield([]),
    }
    return nested_form_data(fields | changes) | {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


@pytest.fixture
def secretariat():
    return an_appointed("secretariat")


def test_secretariat_publishes_a_reference_page_and_goes_back_to_the_list(secretariat):
    page = reference_page()
    data = form_of(page, title="Said anew") | {"action-publish": "1"}

    answer = signed_in(secretariat).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)

    assert [each[0] for each in answer.redirect_chain] == [OURS]
    assert ("Said anew" in answer.content.decode(), Page.objects.get(pk=page.pk).title) == (True, "Said anew")


@pytest.mark.parametrize("name", ["edit", "preview_on_edit", "view_draft"])
@pytest.mark.parametrize("whose", ["front", "reference", "workspace", "page"])
def test_secretariat_opens_the_networks_pages_and_no_others(secretariat, name, whose):
    organisation = an_organisation()
    page = {
        "front": english_home(),
        "reference": reference_page(),
        "workspace": workspace_of(organisation),
        "page": a_page(workspace_of(organisation)),
    }[whose]
    url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    editor = a_member(organisation, "editor")

    statuses = {who: signed_in(person).get(url).status_code for who, person in (("s", secretariat), ("e", editor))}

    network = whose in ("front", "reference")
    assert statuses == {"s": 200 if network else 404, "e": 404 if network else 200}
    assert [(may_edit(person, page), may_publish(person, page)) for person in (secretariat, editor)] == [
        (network, network),
        (not network, not network),
    ]


@pytest.mark.parametrize("name", ["unpublish", "set_privacy", "add_subpage", "delete", "confirm_workflow_cancellation"])
def test_what_is_not_done_to_the_networks_pages(secretariat, name):
    page = reference_page()
    space = "organisations_admin" if name == "set_privacy" else "wagtailadmin_pages"
    organisation = an_organisation()
    both = a_member(organisation, "editor")
    own = reverse(f"{space}:{name}", args=[a_page(workspace_of(organisation)).pk])
    actions.appoint(both, role="secretariat", by=None)

    statuses = [
        signed_in(person).get(reverse(f"{space}:{name}", args=[page.pk])).status_code for person in (secretariat, both)
    ]

    assert statuses == [404, 404]
    assert signed_in(both).get(own, follow=True).status_code == 200


def test_editor_of_a_networks_page_offers_to_save_and_to_publish(secretariat):
    html = signed_in(secretariat).get(reverse("wagtailadmin_pages:edit", args=[reference_page().pk])).content.decode()

    offered = {name: name in html for name in ("action-publish", "action-submit", "unpublish/", "privacy/", "history/")}

    assert offered == {
        "action-publish": True,
        "action-submit": False,
        "unpublish/": False,
        "privacy/": False,
        "history/": True,
    }


def test_list_has_a_column_for_each_language_and_says_what_is_not_published(secretariat):
    page = reference_page()
    page.title = "Waiting words"
    page.save_revision()

    html = signed_in(secretariat).get(OURS).content.decode()

    fronts = HomePage.objects.values_list("pk", flat=True)
    assert all(reverse("wagtailadmin_pages:edit", args=[pk]) in html for pk in (*fronts, page.pk))
    assert (html.count("changes not published"), "Waiting words" in html) == (1, True)
    rows = network_rows(secretariat)
    assert [[page.locale.language_code for page in row] for row in rows] == [["en", "es", "fr", "ar"]] * len(rows)
    assert len(rows) == 1 + ReferencePage.objects.child_of(english_home()).count()


def test_list_is_nothing_to_those_who_keep_no_pages():
    own = a_member(an_organisation(), "writer")

    answers = [signed_in(person).get(OURS).status_code for person in (own, an_appointed("vetter", an_organisation()))]

    assert answers == [302, 404]


def test_list_costs_the_same_however_long(secretariat, django_assert_num_queries):
    client = signed_in(secretariat)
    client.get(OURS)
    counts = []
    for more in (1, 2):
        for _each in range(more):
            a_page(english_home())
        with django_assert_num_queries(100, exact=False) as captured:
            client.get(OURS)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_appointment_that_ended_opens_nothing(secretariat):
    page = reference_page()
    before = [may_edit(secretariat, page), editable_pages(secretariat).exists()]

    secretariat.appointments.update(until="2020-01-01")

    assert before == [True, True]
    assert [may_edit(secretariat, page), network_pages(secretariat).exists()] == [False, False]


@pytest.mark.parametrize("where", ["workspace", "below a foreign page"])
def test_publishing_leads_to_a_list_that_opens(where):
    """The page above is a front page, or another organisation's: Wagtail would lead there."""
    owner, casa = an_organisation(), an_organisation()
    editor = a_member(owner, "editor")
    page = workspace_of(owner)
    if where != "workspace":
        page = a_page(workspace_of(casa))
        actions.invite_co_owner(page, owner, by=a_member(casa, "editor"))
        actions.agree_to_co_own(page, owner, by=editor)
    client = signed_in(editor)

    taken_down = client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True)

    assert (taken_down.status_code, Page.objects.get(pk=page.pk).live) == (200, False)
    published = client.post(
        reverse("organisations_admin:publish_to", args=[page.pk]), {"audience": "members"}, follow=True
    )
    assert (published.status_code, Page.objects.get(pk=page.pk).live) == (200, True)
