"""Corrections that are sent at the same moment: the same one is published once, and none beside a withdrawal."""

import pytest

from manuals.actions import CorrectionError, withdraw_for_safety
from manuals.models import Correction, ManualPage
from search.models import SearchDocument
from tests.factories import an_organisation
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition
from tests.factories.together import at_once

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 4
WORDS = "Burn the notebook."


@pytest.fixture
def edition():
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    a_chapter(manual, "Write it down", "Keep one notebook.", slug="write")
    return an_edition(ManualPage.objects.get())


def test_same_correction_sent_at_once_is_published_once(edition):
    correction = [lambda: a_correction(edition, "write", texts={"en": WORDS}) and "done"]

    results = at_once(*correction * AT_ONCE, refusal=CorrectionError)

    assert sorted(map(str, results)) == ["done", *["refused"] * (AT_ONCE - 1)]
    assert Correction.objects.count() == 1


def test_correction_beside_a_withdrawal_leaves_no_word(edition):
    def correct():
        return a_correction(edition, "write", at=None, texts={"en": WORDS}) and "done"

    def withdraw():
        return withdraw_for_safety(edition, by=None, reason="Known.", language="en") and "done"

    results = at_once(correct, withdraw, refusal=CorrectionError)

    assert set(map(str, results)) <= {"done", "refused"}
    assert list(Correction.objects.values_list("text", flat=True)) in ([], [""])
    assert not SearchDocument.objects.filter(body__contains=WORDS).exists()
