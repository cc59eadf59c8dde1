"""What is neither one's own nor public is published by no path: each refuses with words for the editor, and nothing of
it is rendered, not even a size of a picture on the disk."""

from collections.abc import Callable
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield

from campaigns.models import CampaignPage
from content.models import NetworkDocument, NetworkImage, NetworkRendition
from manuals.actions.importing import import_manual
from manuals.importing.plan import plan_of
from manuals.importing.reading import read_folder
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.models import AuditEntry, PageAccess
from organisations.permissions import organisations_of
from tests.access.world import a_pdf, a_picture
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign
from tests.factories.once import made_once
from tests.factories.sessions import signed_in
from tests.organisations.test_refused_form import link_to, sent

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

REFUSED = "neither yours nor public"
SECRET = "Lantern behind the harbour"


@dataclass
class Network:
    """An editor and a writer with a public campaign and a draft, and what another organisation keeps to itself."""

    editor: Any
    writer: Any
    campaign: CampaignPage
    draft: CampaignPage
    page: Page
    picture: NetworkImage
    document: NetworkDocument


def a_network() -> Network:
    ours, theirs = an_organisation(), an_organisation()
    page = a_page(workspace_of(theirs), SECRET)
    set_audience(page, Audience(Kind.ORGANISATION), by=None)
    return Network(
        a_member(ours, "editor"),
        a_member(ours, "writer"),
        a_campaign(ours),
        a_campaign(ours, live=False),
        page,
        NetworkImage.objects.create(title=SECRET, file=a_picture(), collection=theirs.own_files),
        NetworkDocument.objects.create(title=SECRET, file=a_pdf(), collection=theirs.own_files),
    )


network_made = made_once(a_network)


@pytest.fixture
def network(network_made):
    return deepcopy(network_made)


# -- The kinds of reference: as it is stored, and as a form sends it -----------------------------------------------


@dataclass(frozen=True)
class Way:
    thing: str
    stored: Callable[[int], dict[str, Any]]
    typed: Callable[[int], dict[str, Any]]


def words(text: str) -> dict[str, Any]:
    return {"body": [("paragraph", {"text": text})]}


KINDS = {
    "foreign key": Way("picture", lambda pk: {"picture_id": pk}, lambda pk: {"picture": pk}),
    "picture in the body": Way(
        "picture",
        lambda pk: {"body": [{"type": "picture", "value": {"image": pk, "alt": "x", "caption": ""}}]},
        lambda pk: {"body": streamfield([("picture", {"image": pk, "alt": "x", "caption": ""})])},
    ),
    "file in the body": Way(
        "document",
        lambda pk: {"body": [{"type": "file", "value": {"document": pk, "note": ""}}]},
        lambda pk: {"body": streamfield([("file", {"document": pk, "note": ""})])},
    ),
    "link in rich text": Way(
        "page",
        lambda pk: {"body": [{"type": "paragraph", "value": {"text": f'<p><a linktype="page" id="{pk}">x</a></p>'}}]},
        lambda pk: {"body": streamfield([("paragraph", {"text": link_to(pk)})])},
    ),
    "page in a row": Way(
        "page",
        lambda pk: {"ways_to_help": [{"type": "way", "value": {"words": "Write", "page": pk}}]},
        lambda pk: {
            "ways_to_help": streamfield(
                [("way", {"words": "Write", "note": "", "until": "", "page": pk, "address": ""})]
            )
        },
    ),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def thing(network: Network, kind: str) -> Model:
    return getattr(network, KINDS[kind].thing)


def brought_in(network: Network, campaign: CampaignPage, kind: str) -> Revision:
    """A draft that names it, written past every form, as an import or an older version of the site could."""
    page = CampaignPage.objects.get(pk=campaign.pk)
    for name, value in KINDS[kind].stored(thing(network, kind).pk).items():
        setattr(page, name, page._meta.get_field(name).to_python(value) if name != "picture_id" else value)
    return page.save_revision()


def typed(network: Network, campaign: CampaignPage, kind: str) -> dict[str, Any]:
    named = nested_form_data(KINDS[kind].typed(thing(network, kind).pk))
    kept = {name: value for name, value in sent(campaign, "", 0).items() if not name.startswith(("body", "ways"))}
    empty = nested_form_data({"body": streamfield([]), "ways_to_help": streamfield([])})
    return kept | empty | named


def published() -> tuple[Any, ...]:
    """What is on the site: pages, their text, who may read them, the sizes of pictures, and the log of it."""
    sizes = settings.MEDIA_ROOT / "sizes"
    return (
        list(CampaignPage.objects.order_by("pk").values_list("pk", "live", "picture", "body", "ways_to_help")),
        list(PageAccess.objects.order_by("page").values_list("page", "published", "policy")),
        NetworkRendition.objects.count(),
        sorted(sizes.iterdir()) if sizes.exists() else [],
        list(AuditEntry.objects.filter(action="page.published").values_list("pk", flat=True)),
    )


# -- Through a form ------------------------------------------------------------------------------------------------

BUTTONS = {
    "edit": {},
    "publish": {"action-publish": "on"},
    "schedule": {"action-publish": "on", "go_live_at": (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")},
    "submit": {"action-submit": "on"},
}


@every_kind
@pytest.mark.parametrize("button", BUTTONS)
def test_every_button_of_the_editor_refuses(network, kind, button):
    before, drafts = published(), Revision.objects.count()
    address = reverse("wagtailadmin_pages:edit", args=[network.campaign.pk])

    answer = signed_in(network.editor).post(address, typed(network, network.campaign, kind) | BUTTONS[button])

    assert (answer.status_code, REFUSED in answer.content.decode()) == (200, True)
    assert (published(), Revision.objects.count()) == (before, drafts)


@every_kind
def test_what_is_saved_by_itself_is_refused(network, kind):
    before, drafts = published(), Revision.objects.count()
    address = reverse("wagtailadmin_pages:edit", args=[network.campaign.pk])

    answer = signed_in(network.editor).post(
        address, typed(network, network.campaign, kind), HTTP_ACCEPT="application/json"
    )

    assert answer.status_code == 400
    assert (published(), Revision.objects.count()) == (before, drafts)


@every_kind
def test_preview_shows_nothing_of_it(network, kind):
    before, browser = published(), signed_in(network.editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[network.campaign.pk])

    answer = browser.post(address, typed(network, network.campaign, kind))
    shown = browser.get(address).content.decode()

    assert answer.json()["is_valid"] is False
    assert SECRET not in shown
    assert published() == before


@every_kind
@pytest.mark.parametrize("button", BUTTONS)
def test_new_page_that_names_it_is_not_made(network, kind, button):
    before = published()
    place = network.campaign.get_parent()
    address = reverse("wagtailadmin_pages:add", args=["campaigns", "campaignpage", place.pk])
    data = typed(network, network.campaign, kind) | BUTTONS[button] | {"slug": "new"}

    answer = signed_in(network.editor).post(address, data)

    assert (answer.status_code, REFUSED in answer.content.decode()) == (200, True)
    assert published() == before


# -- A draft that names it already ---------------------------------------------------------------------------------


@every_kind
def test_first_publication_is_refused_in_its_form_and_sets_no_audience(network, kind):
    brought_in(network, network.draft, kind)
    before = published()

    answer = signed_in(network.editor).post(
        reverse("organisations_admin:publish_to", args=[network.draft.pk]), {"audience": "members"}
    )

    assert (answer.status_code, REFUSED in answer.content.decode()) == (200, True)
    assert published() == before
    assert SECRET not in answer.content.decode()


@every_kind
@pytest.mark.parametrize("dialog", [True, False], ids=["in the dialog", "without script"])
def test_approval_is_refused_and_stays_open(network, kind, dialog):
    brought_in(network, network.draft, kind)
    page = CampaignPage.objects.get(pk=network.draft.pk)
    page.get_workflow().start(page, network.writer)
    before, state = published(), page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    asked = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if dialog else {}
    browser = signed_in(network.editor)

    answer = browser.post(address, {"audience": "public", "comment": ""}, **asked)

    assert published() == before
    told = answer.json()["html"] if dialog else browser.get(answer.url).content.decode()
    assert REFUSED in told
    assert SECRET not in told
    assert published() == before
    state.refresh_from_db()
    assert state.status == "in_progress"


@every_kind
@pytest.mark.parametrize("live", [True, False], ids=["public page", "draft"])
def test_time_is_not_given_to_it(network, kind, live):
    revision = brought_in(network, network.campaign if live else network.draft, kind)
    page = revision.as_object()
    page.go_live_at = timezone.now() + timedelta(days=1)
    revision = page.save_revision()
    before = published()

    with pytest.raises(ValidationError, match=REFUSED):
        revision.publish(user=network.editor)

    assert published() == before
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@every_kind
def test_draft_whose_time_has_come_stays_one(network, kind, capsys):
    network.campaign.get_latest_revision().publish()
    page = CampaignPage.objects.get(pk=network.campaign.pk)
    page.go_live_at = timezone.now() + timedelta(days=1)
    waiting = page.save_revision()
    waiting.publish(user=network.editor)
    content = brought_in(network, network.campaign, kind).content
    Revision.objects.filter(pk=waiting.pk).update(content=content, approved_go_live_at=timezone.now())
    before = published()

    with pytest.raises(SystemExit):
        call_command("publish_due")

    assert REFUSED in capsys.readouterr().out
    assert published() == before
    assert AuditEntry.objects.latest("number").details == {"reason": "references"}
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@every_kind
@pytest.mark.parametrize("by", ["editor", None])
def test_no_program_publishes_it(network, kind, by):
    revision = brought_in(network, network.draft, kind)
    before = published()

    with pytest.raises(ValidationError, match=REFUSED):
        revision.publish(user=by and getattr(network, by), skip_permission_checks=True)

    assert published() == before


@pytest.mark.parametrize("ours", [True, False])
def test_import_puts_up_nothing_that_whoever_brings_it_may_not(network, tmp_path, ours):
    (tmp_path / "risk.md").write_text("# Risk\n\nWords.\n\n![A map](map.png)\n", encoding="utf-8")
    (tmp_path / "map.png").write_bytes(a_picture().read())
    organisation = organisations_of(network.editor).get() if ours else an_organisation()
    files, before = read_folder(tmp_path, language="en"), published()
    pages = Page.objects.count()

    with nullcontext() if ours else pytest.raises(ValidationError, match=REFUSED):
        import_manual(
            files, plan_of(files, first="en"), organisation=organisation, title="A", slug="a", by=network.editor
        )

    assert (Page.objects.count() > pages, published()[2:4] == before[2:4]) == (ours, True)


@every_kind
def test_what_was_published_past_all_of_this_is_not_rendered(network, kind):
    before = published()
    revision = brought_in(network, network.campaign, kind)
    stored = revision.as_object()
    CampaignPage.objects.filter(pk=stored.pk).update(
        picture=stored.picture, body=stored.body, ways_to_help=stored.ways_to_help
    )

    html = Client().get(CampaignPage.objects.get(pk=stored.pk).get_url()).content.decode()

    assert stored.title in html
    assert SECRET not in html
    assert published()[2:4] == before[2:4]
