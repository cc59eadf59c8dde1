"""A page is withdrawn for safety while somebody publishes it, writes on it or withdraws it too: no word comes back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

from organisations.actions.withdrawal import withdraw_page
from organisations.models import AuditEntry
from search.models import SearchDocument
from tests.factories import a_page, an_organisation, workspace_of
from tests.factories.manuals import blocks
from tests.factories.stored import places_of
from tests.factories.together import at_once

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORD = "quaxelbrim"
DONE = {"done", "refused"}


class RefusedError(Exception):
    pass


@pytest.fixture
def page():
    made = a_page(workspace_of(an_organisation()), slug="here")
    made.body = blocks(("paragraph", {"text": f"<p>Behind the {WORD} mill.</p>"}))
    made.save_revision()
    return Page.objects.get(pk=made.pk)


def withdraw(page):
    def act():
        withdraw_page(page, by=None, reason="Known.", language="en")
        return "done"

    return act


def inside(act):
    """As in a request: one transaction, and whatever is refused is undone."""

    def run():
        try:
            with transaction.atomic():
                act()
        except (ValidationError, PermissionDenied) as refused:
            raise RefusedError from refused
        return "done"

    return run


def test_published_and_withdrawn_at_once_no_word_is_left(page):
    version = Revision.objects.get(pk=page.latest_revision_id)

    for _again in range(3):
        results = at_once(inside(version.publish), withdraw(page), inside(version.publish), refusal=RefusedError)

        assert set(map(str, results)) <= DONE
        assert places_of(WORD) == []
        assert not SearchDocument.objects.present().filter(key=f"page:{page.pk}").exists()


def test_draft_that_is_saved_beside_a_withdrawal_brings_nothing_back(page):
    drafts = [Page.objects.get(pk=page.pk).specific for _number in range(3)]
    for draft in drafts:
        draft.title = f"The {WORD}"

    results = at_once(*(inside(draft.save_revision) for draft in drafts), withdraw(page), refusal=RefusedError)

    assert set(map(str, results)) <= DONE
    assert places_of(WORD) == []


def test_withdrawn_by_several_at_once_it_is_withdrawn_once(page):
    results = at_once(*[withdraw(page)] * 3, refusal=RefusedError)

    assert results == ["done"] * 3
    assert AuditEntry.objects.filter(action="page.withdrawn_for_safety").count() == 1
