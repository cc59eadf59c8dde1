"""A page is withdrawn for safety: no word of it is left anywhere, and its address says why."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import Comment, Page, PageLogEntry, Revision

from campaigns.models import CampaignPage
from content.models import NetworkDocument, NetworkImage, NetworkRendition
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.deletion import delete_page
from organisations.actions.withdrawal import (
    digest_of_page,
    open_again,
    pages_withdrawn_with,
    seen_of,
    withdraw_page,
)
from organisations.models import AuditEntry, WithdrawnPage
from search.models import SearchDocument
from tests.access.world import a_picture
from tests.content.uploads import a_pdf, an_upload
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, an_update
from tests.factories.faults import BreakOff, FaultError
from tests.factories.manuals import blocks, translated, with_language
from tests.factories.once import copies, made_once
from tests.factories.stored import everything_stored, on_disk, places_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WORD = "quaxelbrim"
SECRET = f"The meeting point is behind the {WORD} mill"
REASON = "It had become known."


def a_house():
    organisation = an_organisation()
    return organisation, {role: a_member(organisation, role) for role in ("writer", "editor")}


made = made_once(a_house)
organisation, people = copies(2)


def safely(page, **more):
    return withdraw_page(Page.objects.get(pk=page.pk), by=None, reason=REASON, language="en", **more)


def status_of(address):
    answer = Client().get(address)
    for close in answer._resource_closers:
        close()
    return answer.status_code


def body_of(*texts):
    return blocks(*(("paragraph", {"text": f"<p>{text}</p>"}) for text in texts))


def an_article(organisation, text=SECRET, title=f"About the {WORD}", **fields):
    page = a_page(workspace_of(organisation), title, body=body_of(text), summary=f"A {WORD}.", **fields)
    page.save_revision().publish()
    return page


def harmless(page):
    page = Page.objects.get(pk=page.pk).specific
    page.title, page.summary, page.body = "Care", "", body_of("Ask a friend where to meet.")
    page.save_revision().publish()
    return page


def everything_of_a_page(page, people):
    """Whatever can hang on a page and say its words."""
    page.save_revision(user=people["writer"]).publish(user=people["editor"])
    Comment.objects.create(page=page, user=people["writer"], text=f"Is the {WORD} right?", contentpath="title")
    kind = page.cached_content_type
    FormState.objects.create(
        data=f"title={WORD}", user=people["writer"], content_type=kind, object_id=str(page.pk), parent_object_id="",
        last_updated_at=timezone.now(),
    )  # fmt: skip
    page.title = f"The {WORD} again"
    page.save_revision(user=people["writer"], log_action=True)
    page.get_workflow().start(page, people["writer"])
    task = Page.objects.get(pk=page.pk).current_workflow_task_state
    task.comment = f"Not the {WORD}"
    task.save()


@pytest.mark.parametrize("kind", ["page", "campaign", "update", "workspace"])
def test_nothing_is_left_of_a_page_and_its_address_says_why(
    organisation, people, kind, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = {
            "page": lambda: an_article(organisation),
            "campaign": lambda: a_campaign(organisation, f"The {WORD}", demand=SECRET, notice=SECRET),
            "update": lambda: an_update(a_campaign(organisation), f"The {WORD}", body=body_of(SECRET)),
            "workspace": lambda: workspace_of(organisation).specific,
        }[kind]()
        if kind == "workspace":
            page.body = body_of(SECRET)
        everything_of_a_page(page, people)
    address = Page.objects.get(pk=page.pk).specific.get_url()
    if kind == "workspace":
        set_audience(page, Audience(Kind.PUBLIC), by=None)
    slug = Page.objects.get(pk=page.pk).slug
    Page.objects.filter(pk=page.pk).update(slug=f"s-{page.pk}", url_path=page.url_path.replace(slug, f"s-{page.pk}"))
    CampaignPage.objects.filter(pk=page.pk).update(address=f"en/s-{page.pk}")
    address = Page.objects.get(pk=page.pk).specific.get_url()
    before = Client().get(address).status_code, places_of(WORD)

    with django_capture_on_commit_callbacks(execute=True):
        safely(page)

    answer = Client().get(address)
    assert before[0] == 200
    assert {"wagtailcore_page", "wagtailcore_revision", "wagtailcore_comment", "wagtailadmin_formstate"} <= {*before[1]}
    assert places_of(WORD) == []
    assert (answer.status_code, REASON in answer.content.decode()) == (410, True)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_words_are_gone_from_full_text_and_were_there(organisation, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = an_article(organisation)
        page = harmless_slug(page)
        Client().get(page.get_url())
    before = {name for name in places_of(WORD) if "search" in name}
    kept = WORD in everything_stored()

    with django_capture_on_commit_callbacks(execute=True):
        safely(page)

    assert kept
    assert {"search_searchdocument", "search_indexterm", "wagtailsearch_indexentry"} <= before
    if connection.vendor == "sqlite":
        assert any(name.startswith("search_words_en_public") for name in before)
        assert any(name.startswith("wagtailsearch_indexentry_fts") for name in before)
    assert places_of(WORD) == []
    assert not SearchDocument.objects.present().filter(key=f"page:{page.pk}").exists()


def harmless_slug(page):
    page.slug = f"s-{page.pk}"
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


def test_digest_and_log_stay(organisation, people):
    page = an_article(organisation)
    digest = digest_of_page(Page.objects.get(pk=page.pk).specific)

    withdraw_page(page, by=people["editor"], reason=REASON, language="en")

    entry = AuditEntry.objects.get(action="page.withdrawn_for_safety", object_id=str(page.pk))
    assert (entry.details["digest"], entry.actor) == (digest, people["editor"].uuid)
    assert WithdrawnPage.objects.get().digest == digest


def test_withdrawn_twice_keeps_the_first_digest(organisation):
    page = an_article(organisation)
    safely(page)
    digest = WithdrawnPage.objects.get().digest

    withdraw_page(Page.objects.get(pk=page.pk), by=None, reason="Otherwise.", language="en")

    assert (WithdrawnPage.objects.get().digest, WithdrawnPage.objects.get().reason) == (digest, REASON)


def test_those_who_could_not_read_it_are_told_nothing(organisation, people):
    page = an_article(organisation)
    set_audience(page, Audience(Kind.ORGANISATION), by=None)
    inside, outside = Client(), Client()
    inside.force_login(people["editor"])
    outside.force_login(a_member(an_organisation()))
    safely(page)

    statuses = [client.get(page.get_url()).status_code for client in (inside, outside, Client())]
    nowhere = Client().get(page.get_url().replace("about", "nowhere"))

    assert statuses == [410, 404, 404]
    assert Client().get(page.get_url()).content.replace(b"about", b"nowhere") == nowhere.content


def test_page_that_stood_unpublished_stays_unknown(organisation):
    page = a_page(workspace_of(organisation), live=False)
    below_draft = a_page(page)
    safely(below_draft)

    assert Client().get(below_draft.get_url()).status_code == 404


# -- What goes with it ---------------------------------------------------------------------------------------------


def test_languages_aliases_and_pages_below_go_and_a_workspace_keeps_what_stands_in_it(organisation):
    with_language(organisation, "es")
    campaign, beside = a_campaign(organisation, slug="here"), an_article(organisation, "Other words.")
    update, spanish = an_update(campaign, slug="there"), translated(campaign, "es")
    alias = campaign.create_alias(parent=Page.objects.get(pk=workspace_of(organisation).pk), update_slug="again")
    workspaces = {page.pk for page in organisation.workspaces.all()}

    safely(campaign)

    assert {row.page_id for row in WithdrawnPage.objects.all()} == {campaign.pk, update.pk, spanish.pk, alias.pk}
    assert {page.pk for page in pages_withdrawn_with(workspace_of(organisation))} == workspaces
    statuses = [Client().get(f"/en/campaigns/{path}").status_code for path in ("here/", "here/there/")]
    assert [*statuses, Client().get(beside.get_url()).status_code] == [410, 410, 200]
    assert Client().get("/fr/campaigns/here/there/").status_code == 410


def test_what_stands_in_a_withdrawn_workspace_is_still_read(organisation):
    workspace, page = workspace_of(organisation), an_article(organisation, "Other words.")

    safely(workspace)

    assert [Client().get(each.get_url()).status_code for each in (workspace, page)] == [410, 200]


def test_older_versions_of_copies_go_and_pages_that_still_say_it_are_named(
    organisation, django_capture_on_commit_callbacks
):
    page = an_article(organisation)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    still = an_article(organisation, title="Still")
    harmless(copy)
    stranger = an_article(an_organisation())
    kept = Revision.objects.for_instance(stranger).count()

    with django_capture_on_commit_callbacks(execute=True):
        remains = safely(page)

    assert [each.pk for each in remains.pages] == [still.pk]
    assert SECRET not in str([each.content for each in Revision.objects.for_instance(copy)])
    assert Revision.objects.for_instance(stranger).count() == kept


def test_titles_go_from_the_histories_of_others(organisation):
    page = an_article(organisation, title=f"The {WORD} mill")
    page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    Page.objects.filter(title="Copy").first().specific.save_revision()
    before = told_in_histories()

    safely(page)

    assert (WORD in before, WORD in told_in_histories()) == (True, False)


def told_in_histories():
    return str([(entry.label, entry.data) for entry in PageLogEntry.objects.all()])


# -- Pictures and files --------------------------------------------------------------------------------------------


@pytest.fixture
def shown(organisation, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    document = NetworkDocument(
        title="Plan", file=an_upload(a_pdf(f"Behind the {WORD} mill"), "plan.pdf"), collection=organisation.own_files
    )
    document.clean()
    document.save()
    picture = ("picture", {"image": image.pk, "alt": "A map", "caption": ""})
    body = blocks(picture, ("file", {"document": document.pk, "note": ""}))
    page = a_page(workspace_of(organisation), "Shown", body=body)
    page.save_revision().publish()
    return page


def test_files_that_no_other_page_shows_go_with_every_size(shown, django_capture_on_commit_callbacks):
    Client().get(shown.get_url())
    plan = NetworkDocument.objects.get()
    before = NetworkRendition.objects.count(), len(on_disk()), status_of(plan.url)

    with django_capture_on_commit_callbacks(execute=True):
        safely(shown)

    assert (before[0] > 0, before[1] >= 3, before[2]) == (True, True, 200)
    assert (NetworkImage.objects.count(), NetworkDocument.objects.count(), on_disk()) == (0, 0, set())
    assert status_of(plan.url) == 410


def test_files_that_another_page_shows_stay(organisation, shown, django_capture_on_commit_callbacks):
    other = a_page(workspace_of(organisation), "Elsewhere", body=shown.body)
    other.save_revision()

    with django_capture_on_commit_callbacks(execute=True):
        safely(shown)

    assert (NetworkImage.objects.count(), NetworkDocument.objects.count()) == (1, 1)


# -- Nothing comes back --------------------------------------------------------------------------------------------


def test_version_that_was_read_before_is_not_published_after(organisation, people):
    page = an_article(organisation)
    version = page.save_revision()

    safely(page)

    with pytest.raises(ValidationError, match="withdrawn for safety meanwhile"):
        version.publish(user=people["editor"], skip_permission_checks=True)
    with pytest.raises(PermissionDenied):
        Page.objects.get(pk=page.pk).specific.save_revision(user=people["writer"])
    assert SECRET not in str(Page.objects.get(pk=page.pk).specific.body)


def test_page_that_is_withdrawn_is_not_deleted(organisation, people):
    page = an_article(organisation)
    safely(page)

    with pytest.raises(ValidationError, match="its address says why"):
        delete_page(Page.objects.get(pk=page.pk).specific, by=people["editor"])


def test_something_else_is_written_only_after_it_was_opened_again(organisation, people):
    page = an_article(organisation)
    safely(page)
    open_again(Page.objects.get(pk=page.pk), by=people["editor"])
    still = Client().get(page.get_url()).status_code

    harmless(page)

    answer = Client().get(page.get_url())
    assert (still, answer.status_code, "Ask a friend" in answer.content.decode()) == (410, 200, True)
    actions = AuditEntry.objects.filter(object_id=str(page.pk)).order_by("number").values_list("action", flat=True)
    assert [one for one in actions if "with" in one or "opened" in one] == [
        "page.withdrawn_for_safety",
        "page.opened_again",
        "page.withdrawal_ended",
    ]


def test_only_what_was_seen_is_withdrawn(organisation):
    page = an_article(organisation)
    seen = seen_of(pages_withdrawn_with(page))
    a_page(page)

    with pytest.raises(ValidationError, match="Look at the list again"):
        safely(page, seen=seen)

    assert not WithdrawnPage.objects.exists()


def test_broken_off_anywhere_it_is_as_before(organisation):
    page, aside = an_article(organisation), ("referenceindex", "wagtailsearch")
    before, counter = everything_stored(), BreakOff(0, aside)
    with connection.execute_wrapper(counter), transaction.atomic():
        safely(page)
        transaction.set_rollback(True)

    for at in range(1, counter.writes + 1, max(1, counter.writes // 8)):
        with connection.execute_wrapper(BreakOff(at, aside)), pytest.raises(FaultError):
            safely(page)
        assert everything_stored() == before

    assert counter.writes > 20
