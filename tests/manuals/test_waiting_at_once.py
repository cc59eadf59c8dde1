"""What happens at once to an edition that waits: it is released, moved or cancelled once, and never by halves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from manuals.actions import ReleaseError, cancel_release, withdraw_for_safety
from manuals.actions.waiting import release_due
from manuals.models import Edition, FrozenManual, ManualPage, WaitingRelease
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual, a_waiting_release, an_edition
from tests.factories.together import at_once

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 4


@pytest.fixture
def editor():
    return a_member(an_organisation(), "editor")


@pytest.fixture
def manual(editor):
    manual = a_manual(editor.memberships.get().organisation, "Handbook", slug="handbook")
    a_chapter(manual, "Write it down", "Keep one notebook.", slug="write")
    return manual


@pytest.fixture
def due(manual, editor):
    waiting = a_waiting_release(manual, "1.1", by=editor)
    WaitingRelease.objects.update(moment=timezone.now() - timedelta(minutes=1))
    return waiting


def test_release_that_is_carried_out_at_once_happens_once(due):
    results = at_once(*[lambda: release_due(due.pk)] * AT_ONCE, refusal=ReleaseError)

    assert sorted(str(result and result.well) for result in results) == ["None"] * (AT_ONCE - 1) + ["True"]
    assert (Edition.objects.count(), FrozenManual.objects.count(), WaitingRelease.objects.count()) == (1, 1, 0)


def test_release_beside_its_cancelling_is_one_of_both(due, editor):
    results = at_once(lambda: release_due(due.pk), lambda: cancel_release(due, by=editor), refusal=ReleaseError)

    assert not [result for result in results if isinstance(result, Exception)]
    assert Edition.objects.count() == results.count("refused")
    assert not WaitingRelease.objects.exists()


def test_release_is_asked_for_once_when_two_ask(manual, editor):
    results = at_once(*[lambda: a_waiting_release(manual, by=editor).number] * AT_ONCE, refusal=ReleaseError)

    assert sorted(map(str, results)) == ["1.0", *["refused"] * (AT_ONCE - 1)]
    assert WaitingRelease.objects.count() == 1


def test_release_beside_a_withdrawal_ends(manual, editor):
    edition = an_edition(ManualPage.objects.get())
    waiting = a_waiting_release(manual, "1.1", by=editor)
    WaitingRelease.objects.update(moment=timezone.now() - timedelta(minutes=1))
    said = {"by": None, "reason": "Known.", "language": "en"}

    results = at_once(
        lambda: release_due(waiting.pk), lambda: withdraw_for_safety(edition, **said), refusal=ReleaseError
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert not WaitingRelease.objects.exists()
