"""A draft that is shown to one person: to them, that page, until the day, and to nobody else ever."""

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.models import ReferencePage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.actions.drafts import end_shared_draft, share_draft
from organisations.actions.withdrawal import withdraw_page
from organisations.models import AuditEntry, SharedDraft
from tests.factories import a_circle, a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.manuals import blocks
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TODAY = timezone.localdate
WORDS = "Lantern as drafted"


def a_desk():
    """A draft of a page that is published for its organisation alone, its editor, and people elsewhere."""
    owner, other = an_organisation(), an_organisation()
    page = a_page(workspace_of(owner), "Lantern")
    actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)
    page = ReferencePage.objects.get(pk=page.pk)
    page.title = WORDS
    page.save_revision()
    return {
        "owner": owner,
        "other": other,
        "page": page,
        "editor": a_member(owner, "editor"),
        "person": a_person(),
        "member": a_member(other, "editor"),
    }


desk_made = made_once(a_desk)


@pytest.fixture
def desk(desk_made):
    return deepcopy(desk_made)


def share(desk, who: str = "person", **options) -> SharedDraft:
    options.setdefault("until", TODAY() + timedelta(days=3))
    return share_draft(desk["page"], email=desk[who].email, by=desk["editor"], **options)


def address(draft: SharedDraft) -> str:
    return reverse("shared_draft", args=[draft.token])


def reads(person, draft: SharedDraft) -> bool:
    answer = (signed_in(person) if person else Client()).get(address(draft))
    assert answer.status_code in (200, 404)
    return answer.status_code == 200 and WORDS in answer.content.decode()


def test_draft_is_shown_to_the_person_alone(desk):
    draft = share(desk)

    found = {name: reads(desk.get(name), draft) for name in ("person", "member", "editor", "nobody")}

    assert found == {"person": True, "member": False, "editor": False, "nobody": False}


def test_it_shows_that_draft_and_nothing_else(desk):
    draft, client = share(desk), signed_in(desk["person"])

    answer = client.get(address(draft))

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert client.get(desk["page"].url).status_code == 404
    assert "Lantern" not in client.get("/en/search/?q=lantern").content.decode().replace('value="lantern"', "")


def test_draft_of_a_page_that_was_withdrawn_for_safety_says_why(desk):
    draft, client = share(desk), signed_in(desk["person"])
    before = client.get(address(draft)).status_code

    withdraw_page(Page.objects.get(pk=desk["page"].pk), by=None, reason="It names the mill.", language="en")
    answer = client.get(address(draft))

    assert (before, answer.status_code) == (200, 410)
    assert "It names the mill." in answer.content.decode()
    assert "To cite this page" not in answer.content.decode()


def test_latest_draft_is_shown(desk):
    draft, client = share(desk), signed_in(desk["person"])
    before = client.get(address(draft)).content.decode()
    page = ReferencePage.objects.get(pk=desk["page"].pk)
    page.title = "Lantern once more"

    page.save_revision()

    after = client.get(address(draft)).content.decode()
    assert (WORDS in before, WORDS in after, "Lantern once more" in after) == (True, False, True)


@pytest.mark.parametrize("audience", [Kind.PUBLIC, Kind.ORGANISATION])
@pytest.mark.parametrize("who", ["person", "colleague"])
def test_draft_names_only_what_its_reader_may_read(desk, audience, who):
    desk["colleague"] = a_member(desk["owner"], "reader")
    named = a_page(workspace_of(desk["owner"]), "Quay")
    actions.set_audience(named, Audience(audience), by=None)
    page = ReferencePage.objects.get(pk=desk["page"].pk).get_latest_revision_as_object()
    page.body = blocks(("paragraph", {"text": f'<p>See <a linktype="page" id="{named.pk}">the quay</a>.</p>'}))
    page.save_revision()

    html = signed_in(desk[who]).get(address(share(desk, who))).content.decode()

    assert WORDS in html
    assert (named.url in html) == (audience == Kind.PUBLIC or who == "colleague")


@pytest.mark.parametrize(
    "how", ["by hand", "the owner suspended", "their organisation suspended", "the account closed"]
)
def test_ended_draft_is_refused_at_the_next_request(desk, how):
    who = "member" if how == "their organisation suspended" else "person"
    draft, client = share(desk, who), signed_in(desk[who])
    before = client.get(address(draft)).status_code

    if how == "by hand":
        end_shared_draft(draft, by=desk["editor"])
    elif how == "the account closed":
        desk[who].is_active = False
        desk[who].save()
    else:
        actions.suspend_organisation(desk["owner" if how == "the owner suspended" else "other"], by=None)

    assert (before, client.get(address(draft)).status_code) == (200, 404)


def test_last_day_counts_and_the_next_does_not(desk):
    draft = share(desk, until=TODAY())
    before = reads(desk["person"], draft)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        after = reads(desk["person"], draft)

    assert (before, after) == (True, False)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t[::-1], lambda t: "x" * len(t), lambda t: "a\x00"])
def test_forged_address_is_the_common_404(desk, change):
    draft, client = share(desk), signed_in(desk["person"])
    real = client.get(address(draft)).status_code

    forged = client.get(reverse("shared_draft", args=[change(draft.token)]))

    assert (real, forged.status_code) == (200, 404)
    assert "There is nothing here for you to read" in forged.content.decode()


def test_one_that_ended_begins_anew_under_another_address(desk):
    first = share(desk)
    old = first.token
    end_shared_draft(first, by=desk["editor"])

    again = share(desk)

    assert again.token != old
    assert reads(desk["person"], again)
    assert signed_in(desk["person"]).get(reverse("shared_draft", args=[old])).status_code == 404


def test_day_that_is_over_is_refused(desk):
    with pytest.raises(ValidationError):
        share(desk, until=TODAY() - timedelta(days=1))

    assert not SharedDraft.objects.exists()


def test_it_is_written_down_without_an_address(desk):
    draft = share(desk)
    share(desk)
    for _time in range(2):
        end_shared_draft(draft, by=desk["editor"])

    entries = AuditEntry.objects.filter(action__startswith="draft.", object_id=str(desk["page"].pk)).order_by("number")
    assert [entry.action for entry in entries] == ["draft.shared", "draft.share_ended"]
    assert desk["person"].email not in str([entry.details for entry in entries])
    assert draft.token not in str([entry.details for entry in entries])


# -- The screen ----------------------------------------------------------------------------------------------------


def screen(desk) -> str:
    return reverse("organisations_admin:drafts", args=[desk["page"].pk])


def test_screen_shares_lists_and_ends(desk):
    client, day = signed_in(desk["editor"]), (TODAY() + timedelta(days=2)).isoformat()

    client.post(screen(desk), {"step": "share", "email": desk["person"].email, "until": day})
    draft = SharedDraft.objects.get()
    listed, read = client.get(screen(desk)).content.decode(), reads(desk["person"], draft)
    said = client.post(screen(desk), {"step": "end", "draft": draft.pk}, follow=True).content.decode()

    assert (desk["person"].email in listed, address(draft) in listed, read) == (True, True, True)
    assert "cannot read the draft any more" in said
    assert (address(draft) in said, reads(desk["person"], draft)) == (False, False)


@pytest.mark.parametrize("fields", [{"email": "x"}, {"until": "2020-01-01"}, {"until": "x"}, {"email": ""}])
def test_screen_says_what_is_wrong_and_shares_nothing(desk, fields):
    sent = {"step": "share", "email": "a@example.org", "until": "2099-01-01"} | fields

    answer = signed_in(desk["editor"]).post(screen(desk), sent)

    assert (answer.status_code, SharedDraft.objects.count()) == (200, 0)


def test_writers_share_no_draft_and_others_end_none(desk):
    draft, elsewhere = share(desk), a_page(workspace_of(desk["other"]))
    writer = a_member(desk["owner"], "writer")
    other = reverse("organisations_admin:drafts", args=[elsewhere.pk])

    statuses = [signed_in(desk[name]).get(screen(desk)).status_code for name in ("editor", "member")]

    assert (statuses, signed_in(writer).get(screen(desk)).status_code) == ([200, 404], 404)
    assert signed_in(desk["member"]).post(other, {"step": "end", "draft": draft.pk}).status_code == 404
    assert SharedDraft.objects.get().is_current()


def test_draft_of_a_page_for_a_circle_that_asks_for_a_second_factor_takes_one(desk):
    other = a_circle(desk["editor"], needs_second_factor=False)
    sessions = {name: signed_in(desk["person"], second_factor=name == "with") for name in ("with", "without")}
    draft = share(desk)

    def answers(circle) -> dict[str, int]:
        audience = Audience(Kind.CIRCLE, circle)
        actions.set_audience(Page.objects.get(pk=desk["page"].pk), audience, by=None)
        return {name: client.get(address(draft)).status_code for name, client in sessions.items()}

    assert answers(other) == {"with": 200, "without": 200}
    assert answers(a_circle(desk["editor"], needs_second_factor=True)) == {"with": 200, "without": 404}
