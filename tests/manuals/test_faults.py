"""A release that breaks off leaves nothing behind: readers see the old edition or the new one, whole."""

import pytest
from django.db import connection, transaction
from django.test import Client

from manuals.models import Correction, Edition, FrozenChapter, FrozenManual, ManualPage, State
from organisations.models import AuditEntry
from search.models import SearchDocument
from tests.factories import an_organisation
from tests.factories.faults import BreakOff, FaultError
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition, rewrite

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OLD, NEW = "Keep one notebook.", "Keep two notebooks."


def network():
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    chapters = [a_chapter(manual, f"Part {number}", OLD, slug=f"part-{number}") for number in range(3)]
    an_edition(ManualPage.objects.get())
    for chapter in chapters:
        rewrite(chapter, lambda body: [{**body[0], "value": {"text": f"<p>{NEW}</p>"}}])


def seen():
    """What readers find: the texts of the chapters, the editions that are named, what search has, what the log says."""
    client = Client()
    pages = [client.get(f"/en/manuals/handbook/part-{number}/").content.decode() for number in range(3)]
    return (
        [(OLD in page, NEW in page) for page in pages],
        list(Edition.objects.order_by("major").values_list("number", "state")),
        (FrozenManual.objects.count(), FrozenChapter.objects.count()),
        set(SearchDocument.objects.present().filter(kind="chapter", is_current=True).values_list("edition", flat=True)),
        AuditEntry.objects.filter(action="edition.released").count(),
    )


def test_release_is_whole_wherever_it_breaks_off():
    network()
    before, counter = seen(), BreakOff(0)
    # Counted with a release that is taken back: the number of writes is that of every later one.
    with connection.execute_wrapper(counter), transaction.atomic():
        an_edition(ManualPage.objects.get(), "2.0", changes={"en": "Two are safer."})
        transaction.set_rollback(True)

    kept = []
    for at in range(1, counter.writes + 1, max(1, counter.writes // 25)):
        with connection.execute_wrapper(BreakOff(at)), pytest.raises(FaultError):
            an_edition(ManualPage.objects.get(), "2.0", changes={"en": "Two are safer."})
        kept.append(seen() == before)
    an_edition(ManualPage.objects.get(), "2.0", changes={"en": "Two are safer."})

    assert counter.writes > 20
    assert kept == [True] * len(kept)
    assert before[0] == [(True, False)] * 3
    assert seen() == (
        [(False, True)] * 3,
        [("1.0", State.SUPERSEDED), ("2.0", State.CURRENT)],
        (2, 6),
        {"2.0"},
        2,
    )


def test_correction_is_whole_wherever_it_breaks_off():
    network()
    edition, words, counter = Edition.objects.get(), "Burn the notebook.", BreakOff(0)

    def told():
        client = Client()
        pages = [client.get(f"/en/manuals/{path}").content.decode() for path in ("handbook/part-0/", "feed/")]
        found = SearchDocument.objects.filter(body__contains=words).exists()
        log = AuditEntry.objects.filter(action="correction.published").count()
        return [words in page for page in pages], Correction.objects.count(), found, log

    with connection.execute_wrapper(counter), transaction.atomic():
        a_correction(edition, "part-0", texts={"en": words})
        transaction.set_rollback(True)

    before, kept = told(), []
    for at in range(1, counter.writes + 1):
        with connection.execute_wrapper(BreakOff(at)), pytest.raises(FaultError):
            a_correction(edition, "part-0", texts={"en": words})
        kept.append(told() == before)
    a_correction(edition, "part-0", texts={"en": words})

    assert counter.writes > 3
    assert (before, kept) == (([False, False], 0, False, 0), [True] * counter.writes)
    assert told() == ([True, True], 1, True, 1)
