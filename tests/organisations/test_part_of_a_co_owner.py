"""A co-owner, the secretariat and whoever is shown a draft do what is theirs to do, and nothing beyond that part."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page, Revision

from content.models import NetworkDocument, NetworkImage
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.changing_audience import plan_audience
from organisations.actions.co_owners import agree_to_co_own, end_co_ownership, invite_co_owner
from organisations.actions.drafts import share_draft
from organisations.actions.moving import move_page, plan_move
from organisations.export import archive_of
from organisations.models import WithdrawnPage
from tests.access.world import a_picture
from tests.content.uploads import a_pdf, an_upload
from tests.factories import a_circle, a_member, a_page, a_person, an_appointed, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, an_update
from tests.factories.manuals import blocks, translated, with_language
from tests.factories.sessions import signed_in
from tests.organisations.test_publish_due import a_day_later, scheduled

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SECRET = "The meeting point is behind the blue mill"
LATER = timedelta(days=3)


def paragraph(text):
    return blocks(("paragraph", {"text": f"<p>{text}</p>"}))


def picture_of(image):
    return blocks(("picture", {"image": image.pk, "alt": "A map", "caption": ""}))


def published(page, by, **values):
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish(user=by)


@pytest.fixture
def both():
    """Alpha, a page of which stands in its workspace, and Beta, with an editor of each."""
    alpha, beta = an_organisation("Alpha"), an_organisation("Beta")
    page = a_page(workspace_of(alpha), "Shared page", body=paragraph("Harmless words for all."))
    page.save_revision().publish()
    return {
        "alpha": alpha, "beta": beta, "page": page,
        "ours": a_member(alpha, "editor"), "theirs": a_member(beta, "editor"),
    }  # fmt: skip


def shared(both):
    """The page, owned by both from now on."""
    invite_co_owner(both["page"], both["beta"], by=both["ours"])
    agree_to_co_own(both["page"], both["beta"], by=both["theirs"])
    return Page.objects.get(pk=both["page"].pk).specific


def screen(page):
    return reverse("organisations_admin:withdraw_page", args=[page.pk])


def withdrawn(by, page):
    client = signed_in(by)
    seen = client.get(screen(page)).context["form"]["seen"].value()
    answer = client.post(screen(page), {"reason": "Known.", "sure": "on", "seen": seen})
    assert WithdrawnPage.objects.filter(page_id=page.pk).exists()
    return answer.status_code, answer.content.decode()


# -- The end of owning together ------------------------------------------------------------------------------------


def test_former_co_owner_reads_no_longer_what_only_the_owners_read(both):
    page = shared(both)
    set_audience(page, Audience(Kind.ORGANISATION), by=both["ours"])
    client = signed_in(both["theirs"])
    before = client.get(page.url).status_code

    end_co_ownership(page, both["beta"], by=both["ours"])

    assert (before, client.get(page.url).status_code) == (200, 404)
    assert signed_in(both["ours"]).get(page.url).status_code == 200


# -- A language that stands elsewhere ------------------------------------------------------------------------------


@pytest.fixture
def apart(both):
    """A page in two languages, of which the English one alone stands below what both own."""
    with_language(both["alpha"], "fr")
    english = a_page(workspace_of(both["alpha"]), "Notes")
    english.save_revision().publish()
    french = translated(english, "fr")
    published(french, None, title="Cachette", draft_title="Cachette")
    set_audience(english, Audience(Kind.ORGANISATION), by=None)
    moving, place = (Page.objects.get(pk=each.pk).specific for each in (english, both["page"]))
    move_page(moving, place, by=both["ours"], seen=plan_move(moving, place, by=both["ours"]).seen, sure=True)
    shared(both)
    return both | {"english": Page.objects.get(pk=english.pk), "french": Page.objects.get(pk=french.pk)}


def test_co_owner_opens_no_language_that_stands_elsewhere(apart):
    address, seen = (
        reverse("organisations_admin:readers", args=[apart["english"].pk]),
        plan_audience(apart["english"], Audience(Kind.PUBLIC)).seen,
    )

    refused = signed_in(apart["theirs"]).post(address, {"step": "", "audience": "public", "seen": seen})
    before = Client().get(apart["french"].url).status_code
    signed_in(apart["ours"]).post(address, {"step": "", "audience": "public", "seen": seen})

    assert "Others look after a language of this page" in refused.content.decode()
    assert (before, Client().get(apart["french"].url).status_code) == (404, 200)


def test_co_owner_lets_no_guest_into_a_language_that_stands_elsewhere(apart):
    guest, address = a_person(), reverse("organisations_admin:readers", args=[apart["english"].pk])
    sent = {"step": "invite", "email": guest.email, "until": str(timezone.localdate() + LATER)}

    read = []
    for by in ("theirs", "ours"):
        signed_in(apart[by]).post(address, sent)
        read.append(signed_in(guest).get(apart["french"].url).status_code)

    assert read == [404, 200]


def test_co_owner_withdraws_no_language_that_stands_elsewhere(apart):
    told = [signed_in(apart[by]).get(screen(apart["english"])).content.decode() for by in ("ours", "theirs")]

    withdrawn(apart["theirs"], apart["english"])

    assert ["Cachette" in each for each in told] == [True, False]
    assert not WithdrawnPage.objects.filter(page_id=apart["french"].pk).exists()


# -- What goes with a page that is withdrawn -----------------------------------------------------------------------


def test_co_owner_withdraws_no_file_of_the_other_owner(both):
    old, named = (
        NetworkImage.objects.create(title=title, file=a_picture(), collection=place)
        for title, place in (("House", both["alpha"].own_files), ("Logo", both["alpha"].public_files))
    )
    published(both["page"], both["ours"], body=picture_of(old))
    published(both["page"], both["ours"], body=paragraph("Harmless again."))
    page = shared(both)
    page.body = picture_of(named)
    page.save_revision(user=both["theirs"])
    told = [signed_in(both[by]).get(screen(page)).content.decode() for by in ("ours", "theirs")]

    withdrawn(both["theirs"], page)

    assert [("House" in each, "Logo" in each) for each in told] == [(True, True), (False, False)]
    assert NetworkImage.objects.filter(pk__in=[old.pk, named.pk]).count() == 2


def test_co_owner_learns_nothing_of_what_other_pages_say_and_changes_none(both):
    private = a_page(workspace_of(both["alpha"]), "Plan", body=paragraph(SECRET))
    published(private, both["ours"])
    published(private, both["ours"], body=paragraph("Other words."))
    a_page(workspace_of(both["alpha"]), "Draft", live=False, body=paragraph(SECRET)).save_revision(user=both["ours"])
    page, kept = shared(both), Revision.objects.for_instance(private).count()

    answers = []
    for guess in ("Nobody ever wrote this line anywhere", SECRET):
        probe = a_page(page, "Probe", live=False, body=paragraph(guess), slug=f"probe-{len(answers)}")
        probe.save_revision(user=both["theirs"])
        answers.append(withdrawn(both["theirs"], probe))

    assert answers[0] == answers[1]
    assert kept > 1
    assert Revision.objects.for_instance(private).count() == kept


def test_secretariat_withdraws_nothing_that_an_organisation_keeps_to_itself(both):
    draft, inner, below = (
        a_page(both["page"], title, live=title != "Escape") for title in ("Escape", "Inner", "Below")
    )
    set_audience(inner, Audience(Kind.ORGANISATION), by=None)
    image = NetworkImage.objects.create(title="House", file=a_picture(), collection=both["alpha"].own_files)
    draft.body = picture_of(image)
    draft.save_revision()
    secretariat = an_appointed("secretariat")
    told = signed_in(secretariat).get(screen(both["page"])).content.decode()

    withdrawn(secretariat, both["page"])

    assert [title in told for title in ("Below", "Escape", "Inner", "House")] == [True, False, False, False]
    gone = set(WithdrawnPage.objects.values_list("page_id", flat=True))
    assert gone == {both["page"].pk, below.pk}
    assert NetworkImage.objects.filter(pk=image.pk).exists()


# -- Drafts, files and archives ------------------------------------------------------------------------------------


def test_draft_of_an_update_names_no_campaign_that_its_reader_may_not_read(both):
    person, campaign = a_person(), a_campaign(both["alpha"], "Freedom for Marwa")
    update = Page.objects.get(pk=an_update(campaign, "An update").pk)
    draft = share_draft(update, email=person.email, by=both["ours"], until=timezone.localdate() + LATER)
    address = reverse("shared_draft", args=[draft.token])
    before = signed_in(person).get(address).content.decode()

    set_audience(campaign, Audience(Kind.ORGANISATION), by=None)
    after = signed_in(person).get(address).content.decode()

    assert ["Freedom for Marwa" in each for each in (before, after)] == [True, False]
    assert ("An update" in after, campaign.slug in after) == (True, False)


def test_draft_of_a_circle_asks_for_the_second_factor_that_the_page_asks_for(both):
    person, circle = a_person(), a_circle(both["ours"])
    page = Page.objects.get(pk=both["page"].pk)
    set_audience(page, Audience(Kind.CIRCLE, circle), by=None)
    draft = share_draft(page, email=person.email, by=both["ours"], until=timezone.localdate() + LATER)
    address = reverse("shared_draft", args=[draft.token])

    asked = [signed_in(person, second_factor=factor).get(address).status_code for factor in (True, False)]

    assert (circle.needs_second_factor, asked) == (True, [200, 404])


def test_writer_replaces_no_file_that_waits_for_its_moment(both):
    writer = a_member(both["alpha"], "writer")
    file = NetworkDocument(
        title="Plan", file=an_upload(a_pdf("As the editor saw it"), "plan.pdf"), collection=both["alpha"].own_files
    )
    file.clean()
    file.save()
    page = a_page(workspace_of(both["alpha"]), live=False)
    scheduled(both["ours"], page, body=blocks(("file", {"document": file.pk, "note": ""})))

    sent = {"title": "Plan", "tags": "", "file": an_upload(a_pdf("What the writer sent"), "other.pdf")}
    signed_in(writer).post(reverse("organisations_admin:document", args=[file.pk]), sent)
    a_day_later()

    assert Page.objects.get(pk=page.pk).live
    assert "editor saw" in NetworkDocument.objects.get(pk=file.pk).text


def test_archive_has_no_remarks_of_people_of_a_co_owner(both):
    page = shared(both)
    Comment.objects.create(page=page, user=both["theirs"], text="Quibble of Beta", contentpath="title")
    page.save_revision(user=both["theirs"])

    archive = zipfile.ZipFile(io.BytesIO(archive_of(both["alpha"])))

    written = b"".join(archive.read(name) for name in archive.namelist())
    assert (b"Harmless words" in written, b"Quibble" in written) == (True, False)
