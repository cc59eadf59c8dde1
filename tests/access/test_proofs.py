"""The proofs over everything that can be asked: a sample drawn by lot, and all of it before a release.

The figures of the long runs are printed: how much was asked, and what was never reached.
"""

import pytest
import time_machine
from django.utils import timezone

from tests.access import proofs, state
from tests.access.asking import requests
from tests.access.proofs import EDITORS
from tests.access.things import kept_things
from tests.access.world import SUPERUSER_WITH_A_ROLE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVERYBODY = [*EDITORS, "reader", "vetter", "directory_editor", "secretariat", "auditor", "superuser", "anonymous"]
LONG = [pytest.mark.long, pytest.mark.no_cover]
ALL = [pytest.param(name, None, marks=LONG, id=f"{name}-all") for name in EVERYBODY]

# Object addresses at which no word of one's own comes back, so that a leak there would be seen by other proofs only:
# they answer with a question, with “done” or with the next screen.
TELL_NO_WORD = frozenset(
    {
        "wagtailadmin_editing_sessions:release",
        "wagtailadmin_pages:collect_workflow_action_data",
        "wagtailadmin_pages:confirm_workflow_cancellation",
        "wagtailadmin_pages:workflow_action",
    }
)


def tell(capsys, *lines: object) -> None:
    with capsys.disabled():
        print("", *lines, sep="\n  ")  # noqa: T201 - the figures are for a person to read


@pytest.mark.parametrize(("name", "count"), [*((name, 10 if name in EDITORS else 4) for name in EVERYBODY), *ALL])
def test_nobody_is_told_a_word_of_others(told, asked, name, count):
    every = [asked.of_theirs, asked.ours_naming_theirs]
    if name not in told.world.ours.people:
        every.append(asked.of_ours)
    drawn = [each for some in every for each in proofs.sample(proofs.worth_asking(some, name), count, name)]

    assert proofs.leaks(told, name, drawn) == []


@pytest.mark.long
@pytest.mark.no_cover
def test_people_of_the_owner_are_told_their_own_words(told, asked, capsys):
    found = proofs.reached(told, asked.of_ours)

    never = sorted(name for (_route, name), reached in found.items() if not reached)
    tell(capsys, *proofs.figures(asked.of_ours), f"{len(found) - len(never)} of {len(found)} reached; never: {never}")
    assert set(never) <= TELL_NO_WORD
    assert len(TELL_NO_WORD) <= len(found) / 20


@pytest.mark.parametrize(("name", "count"), [("editor", 12), ("secretariat", 6), ("anonymous", 12), *ALL])
def test_what_is_of_others_is_answered_like_what_never_was(told, asked, name, count):
    pairs = proofs.sample(proofs.worth_asking(asked.theirs_beside_nobodys, name), count, name)

    assert [(one.key, one.method) for one, other in pairs] == [(other.key, other.method) for one, other in pairs]
    # Once a minute an answer says that the session was used: the two of a pair are asked in the same minute.
    with time_machine.travel(timezone.now(), tick=False):
        assert proofs.told_apart(told, name, pairs) == []


@pytest.mark.parametrize(("name", "count"), [(SUPERUSER_WITH_A_ROLE, 30), *ALL])
def test_asking_for_things_of_others_changes_nothing(told, asked, name, count):
    kept = set(requests(kept_things(asked.theirs)))
    every = proofs.worth_asking([each for each in asked.of_theirs if each in kept and each.ids], name)
    drawn = proofs.sample(every, count, name)
    told.asker(name)
    before = state.all_rows()

    for request in drawn:
        told.asker(name).ask(request, keep=True)

    after = state.all_rows()
    assert (state.tables_of(before - after), state.tables_of(after - before)) == ({}, {})


@pytest.mark.parametrize(("name", "count"), [(SUPERUSER_WITH_A_ROLE, 15), *ALL[: len(EDITORS)]])
def test_naming_things_of_others_in_forms_changes_nothing_of_theirs(told, asked, name, count):
    drawn = proofs.sample([each for each in asked.ours_naming_theirs if each.method == "post"], count, name)
    told.asker(name)
    before = state.rows_of(told.world.theirs)

    for request in drawn:
        told.asker(name).ask(request, keep=True)

    after = state.rows_of(told.world.theirs)
    assert state.tables_of(before - after) == {}
    # They may be asked to own a page together, and invited to read one.
    assert set(state.tables_of(after - before)) <= {"organisations_coowner", "organisations_guest"}
