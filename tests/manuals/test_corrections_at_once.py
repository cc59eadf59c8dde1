"""Corrections that are sent at the same moment: the same one is published once, and none beside a withdrawal."""

import threading

import pytest
from django.db import connection

from manuals.actions import CorrectionError, withdraw_for_safety
from manuals.models import Correction, ManualPage
from search.models import SearchDocument
from tests.factories import an_organisation
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 4
WORDS = "Burn the notebook."


@pytest.fixture
def edition():
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    a_chapter(manual, "Write it down", "Keep one notebook.", slug="write")
    return an_edition(ManualPage.objects.get())


def at_once(*things):
    """What each of these, all begun together, came to: "done", "refused", or the error that nobody expected."""
    results = []

    def run(thing):
        try:
            thing()
            results.append("done")
        except CorrectionError:
            results.append("refused")
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[thing]) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_same_correction_sent_at_once_is_published_once(edition):
    results = at_once(*[lambda: a_correction(edition, "write", texts={"en": WORDS})] * AT_ONCE)

    assert sorted(map(str, results)) == ["done", *["refused"] * (AT_ONCE - 1)]
    assert Correction.objects.count() == 1


def test_correction_beside_a_withdrawal_leaves_no_word(edition):
    correction = [lambda: a_correction(edition, "write", at=None, texts={"en": WORDS})]
    withdrawal = [lambda: withdraw_for_safety(edition, by=None, reason="Known.", language="en")]

    results = at_once(*correction, *withdrawal)

    assert set(map(str, results)) <= {"done", "refused"}
    assert list(Correction.objects.values_list("text", flat=True)) in ([], [""])
    assert not SearchDocument.objects.filter(body__contains=WORDS).exists()
