"""Whether the proofs would find a leak: each is planted here and must be found by the proof that is meant for it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone

from tests.access import leaking, proofs, state
from tests.access.asking import Request
from tests.access.leaking import Leaking
from tests.factories import a_page

pytestmark = [pytest.mark.django_db, pytest.mark.long]

IMAGES, PAGES = "wagtailimages_chooser", "organisations_admin:choose_page"
UNPUBLISH, PRIVACY = "wagtailadmin_pages:unpublish", "organisations_admin:set_privacy"
# Each leak: who asks for what, and of whose.
TELLING = [
    (leaking.wall_and_policy_take_every_picture_for_one_s_own, "editor", "get", f"{IMAGES}:chosen", "theirs"),
    (leaking.wall_asks_about_the_first_value_only, "editor", "get", f"{PAGES}_chosen", "both"),
    (leaking.every_page_may_be_chosen, "editor", "get", f"{PAGES}_chosen", "theirs"),
    (leaking.chooser_lists_everybody_s_pictures, "editor", "get", f"{IMAGES}:choose_results", "ours"),
    (leaking.tags_of_everybody, "editor", "get", "organisations_admin:pictures", "ours"),
    (leaking.tags_of_everybody, "editor", "get", f"{IMAGES}:choose", "ours"),
    (leaking.lists_offer_whoever_edited, "editor", "get", "wagtailadmin_explore", "ours"),
    (leaking.everybody_s_files_are_listed, "editor", "get", "organisations_admin:documents", "ours"),
    (leaking.everything_may_be_read, "anonymous", "get", "wagtail_serve", "theirs"),
    (leaking.everything_may_be_read, "anonymous", "get", "search:results", "theirs"),
    (leaking.everybody_s_files_are_one_s_own, "editor", "get", "document_file", "theirs"),
    (leaking.title_in_a_message, "editor", "post", UNPUBLISH, "ours"),
    (leaking.name_in_a_header, "editor", "get", "wagtailadmin_home", "ours"),
    (leaking.name_of_a_file_in_a_header, "editor", "get", "document_file", "theirs"),
    (leaking.mark_made_of_the_file, "editor", "get", "media_file", "theirs"),
    (leaking.mail_with_a_title, "editor", "post", PRIVACY, "ours"),
    (leaking.row_in_a_table, "editor", "get", "wagtailadmin_explore", "ours"),
    (leaking.words_on_a_page_of_a_document, "editor", "get", "document_file", "ours"),
    (leaking.words_squeezed_in_a_script, "editor", "get", "wagtailadmin_home", "ours"),
]


@pytest.fixture
def plant(told, monkeypatch) -> Iterator:
    yield lambda leak: leak(told, monkeypatch)
    if hasattr(Leaking, "undo"):
        Leaking.undo()


def some(asked, name: str, method: str, whose: str) -> list[Request]:
    """The first few and the last of these requests. That nothing is found in them as the site is, test_proofs says."""
    every = {"ours": asked.of_ours, "theirs": asked.of_theirs, "both": asked.ours_naming_theirs}[whose]
    found = [each for each in every if each.key[1] == name and each.method == method]
    return found if whose == "both" else [*found[:3], *found[-3:]]


@pytest.mark.parametrize(
    ("leak", "name", "method", "address", "whose"), TELLING, ids=lambda each: getattr(each, "__name__", None)
)
def test_word_that_is_told_is_found(told, asked, plant, leak, name, method, address, whose):
    asks = some(asked, address, method, whose)

    plant(leak)

    assert asks != []
    assert any(proofs.leaks(told, name, [each]) for each in asks)


@pytest.mark.parametrize("leak", [leaking.refusal_of_its_own_for_what_exists, leaking.longer_answer_for_what_exists])
def test_answer_that_tells_what_exists_is_found(told, asked, plant, leak):
    pairs = [pair for pair in asked.theirs_beside_nobodys if pair[0].key[1] == UNPUBLISH][:2]
    before = proofs.told_apart(told, "editor", pairs)

    plant(leak)
    told.askers.clear()

    assert (len(pairs), before) == (2, [])
    assert len(proofs.told_apart(told, "editor", pairs)) == 2


def test_number_that_counts_what_is_others_is_found(told, asked, plant):
    """By the two worlds: here with one request in the place of all."""
    asks, home = told.asker("editor"), Request(("/", "wagtailadmin_home"), "get", "/admin/")

    def difference() -> bool:
        before = proofs.settled(asks.ask(home))
        a_page(told.world.theirs.things["workspace"], live=False)
        caches["default"].clear()
        return proofs.settled(asks.ask(home)) != before

    with time_machine.travel(timezone.now(), tick=False):  # the screen says how long ago things were
        without = difference()
        plant(leaking.count_of_everybody_s_pages_on_the_first_screen)
        assert (without, difference()) == (False, True)


@pytest.mark.parametrize(
    ("leak", "whose", "method", "address"),
    [
        (leaking.refused_request_that_writes, "theirs", "get", UNPUBLISH),
        (leaking.picture_of_others_moved_by_naming_it, "both", "post", "wagtailadmin_pages:edit"),
    ],
)
def test_change_of_what_is_others_is_found(told, asked, plant, leak, whose, method, address):
    asks = some(asked, address, method, whose)
    if whose == "both":
        asks = [each for each in asks if ("body-1-type", "picture") in each.body]

    def changed() -> dict[str, int]:
        before = state.rows_of(told.world.theirs)
        for request in [*asks[:3], *asks[-3:]]:
            told.asker("editor").ask(request, keep=True)
        return state.tables_of(before - state.rows_of(told.world.theirs))

    without = changed()
    plant(leak)
    told.askers.clear()

    assert (bool(asks), without) == (True, {})
    assert changed() != {}
