"""A page of theirs that we own together with them, below one that they keep to themselves: no request with it, by our
people, tells a word of all the rest, and nothing of what they do among themselves."""

from collections.abc import Iterator

import pytest
from wagtail.models import Page

from organisations import actions
from tests.access import leaking, proofs
from tests.access.asking import Request, requests
from tests.access.canaries import EVERYBODY
from tests.access.proofs import EDITORS, Told
from tests.access.test_proofs import LONG
from tests.access.test_two_worlds import differences
from tests.access.things import things_of_page
from tests.factories import a_page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ALL = [pytest.param(name, None, marks=LONG, id=f"{name}-all") for name in EDITORS]
# Of all that is answered with the page itself, so that the rest would be seen as well.
AT_LEAST = 10


@pytest.fixture
def shared(told: Told) -> Page:
    """With a word of its own, which both may read; it was moved there from another page of theirs."""
    ours, theirs = told.world.ours, told.world.theirs
    word = told.words[EVERYBODY].new("title of a page owned together")
    page = a_page(theirs.things["page"], word, slug="together", live=False)
    actions.invite_co_owner(page, ours.organisation, by=theirs.people["editor"])
    actions.agree_to_co_own(page, ours.organisation, by=ours.people["editor"])
    page.specific.save_revision(user=ours.people["editor"], log_action=True)
    page.refresh_from_db()
    page.move(Page.objects.get(pk=theirs.things["locked"].pk), pos="last-child", user=None)
    return Page.objects.get(pk=page.pk)


def asked(page: Page) -> Iterator[Request]:
    return requests(things_of_page(page))


@pytest.mark.parametrize(("name", "count"), [("editor", 40), ("writer", 10), *ALL])
def test_co_owner_is_told_no_word_of_what_is_not_shared(told, shared, name, count):
    drawn = proofs.sample(list(asked(shared)), count, name)

    assert proofs.leaks(told, name, drawn) == []


@pytest.mark.long
def test_title_that_is_told_would_be_found(told, shared, monkeypatch):
    history = [request for request in asked(shared) if request.key[1] == "wagtailadmin_pages:history"]

    leaking.history_tells_every_title(told, monkeypatch)

    assert proofs.leaks(told, "editor", history) != []


def test_co_owner_is_told_of_what_is_shared(told, shared):
    first = {request.key: request for request in reversed(list(asked(shared))) if request.method == "get"}

    reached = [key for key, request in first.items() if shared.title in _answer(told, request)]

    assert len(reached) >= AT_LEAST


def _answer(told: Told, request: Request) -> str:
    return told.asker("editor").ask(request).body.decode(errors="replace")


@pytest.mark.parametrize(("name", "count"), [("editor", 15), *ALL])
def test_nothing_shows_of_what_the_other_owner_does_with_the_rest(told, shared, name, count):
    drawn = proofs.sample(list(asked(shared)), count, name)

    different, _unsettled = differences(told, name, drawn)

    assert different == []
