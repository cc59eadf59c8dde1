"""Whatever is done to the audit log past all guards is found, and called by its name."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from organisations import audit_guard
from organisations.audit import record
from organisations.checkpoints import kept_checkpoints, take_checkpoint
from organisations.models import AuditEntry, AuditHead
from organisations.verification import Fault, verify
from tests.factories.audit import begin_anew, meddle, unguarded

pytestmark = pytest.mark.django_db

EARLIER = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _fresh(settings, tmp_path):
    settings.AUDIT_CHECKPOINTS = tmp_path / "kept" / "checkpoints.jsonl"
    begin_anew()


def several(count: int = 6) -> list[AuditEntry]:

    return [record("thing.happened", by=None, step=step) for step in range(count)]


def swap(one: int, other: int, *columns: str) -> None:
    """Give two entries each other's values in these columns."""
    log = AuditEntry.objects.in_bulk([one, other], field_name="number")
    keys = {number: entry.pk for number, entry in log.items()}
    if columns == ("number",):
        for pk, number in ((keys[one], -1), (keys[other], one), (keys[one], other)):
            meddle("UPDATE log SET number = %s WHERE id = %s", number, pk)
        return
    raw = {number: AuditEntry.objects.filter(number=number).values(*columns).get() for number in (one, other)}
    for number, values in ((one, raw[other]), (other, raw[one])):
        for column, value in values.items():
            meddle(f"UPDATE log SET {column} = %s WHERE number = %s", _for_sql(value), number)  # noqa: S608 - our names


def _for_sql(value: object) -> object:
    import json

    return json.dumps(value) if isinstance(value, dict) else value


def cut_off(last: int) -> None:
    """Take away everything after this number, and set the end back as if it had never been."""
    meddle("DELETE FROM log WHERE number > %s", last)
    kept = AuditEntry.objects.get(number=last)
    AuditHead.objects.update(number=kept.number, digest=kept.digest, at=kept.at)


def dated(number: int, by: timedelta) -> None:
    meddle("UPDATE log SET at = %s WHERE number = %s", AuditEntry.objects.get(number=number).at + by, number)


MEDDLING = {
    "edited": (lambda: meddle("UPDATE log SET action = 'x' WHERE number = 3"), 3, Fault.EDITED),
    "details edited": (lambda: meddle("UPDATE log SET details = '{}' WHERE number = 3"), 3, Fault.EDITED),
    "last edited": (lambda: meddle("UPDATE log SET action = 'x' WHERE number = 6"), 6, Fault.EDITED),
    "digest edited": (lambda: meddle("UPDATE log SET digest = 'x' WHERE number = 3"), 3, Fault.EDITED),
    "edited and dated": (
        lambda: meddle("UPDATE log SET action = 'x', at = '2020-01-01 00:00:00' WHERE number = 3"), 3, Fault.EDITED
    ),
    "back-dated": (lambda: dated(3, -timedelta(days=1)), 3, Fault.DATED),
    "back-dated a little": (lambda: dated(3, -timedelta(microseconds=1)), 3, Fault.DATED),
    "dated later": (lambda: dated(3, timedelta(days=1)), 3, Fault.DATED),
    "first back-dated": (lambda: dated(1, -timedelta(days=1)), 1, Fault.DATED),
    "last back-dated": (lambda: dated(6, -timedelta(days=1)), 6, Fault.DATED),
    "deleted": (lambda: meddle("DELETE FROM log WHERE number = 3"), 3, Fault.MISSING),
    "first deleted": (lambda: meddle("DELETE FROM log WHERE number = 1"), 1, Fault.MISSING),
    "two deleted": (lambda: meddle("DELETE FROM log WHERE number IN (3, 4)"), 3, Fault.MISSING),
    "deleted and closed up": (
        lambda: [
            meddle("DELETE FROM log WHERE number = 3"),
            *(meddle("UPDATE log SET number = %s WHERE number = %s", number - 1, number) for number in (4, 5, 6)),
        ],
        3,
        Fault.MISSING,
    ),
    "swapped": (lambda: swap(3, 4, "number"), 3, Fault.SWAPPED),
    "swapped far": (lambda: swap(2, 5, "number"), 2, Fault.SWAPPED),
    "values swapped": (lambda: swap(3, 5, "action", "details"), 3, Fault.SWAPPED),
    "moved to the end": (lambda: meddle("UPDATE log SET number = 9 WHERE number = 3"), 3, Fault.SWAPPED),
    "cut off": (lambda: meddle("DELETE FROM log WHERE number > 4"), 5, Fault.CUT_OFF),
    "end changed": (lambda: AuditHead.objects.update(digest="0" * 64), 7, Fault.END),
    "end set back": (lambda: AuditHead.objects.update(number=2), 7, Fault.END),
    "end gone": (lambda: AuditHead.objects.all().delete(), 7, Fault.END),
}  # fmt: skip


def test_change_of_one_among_equal_entries_is_no_swap():
    for _each in range(3):
        record("thing.happened", by=None)

    meddle("UPDATE log SET action = 'x' WHERE number = 2")

    assert verify().what == Fault.EDITED


@pytest.mark.postgres
@pytest.mark.parametrize("how", MEDDLING)
def test_meddling_is_found_where_it_begins_and_named(how):
    several()
    meddling, number, fault = MEDDLING[how]
    before = verify()

    meddling()

    after = verify()
    assert (before.sound, before.is_sound) == (6, True)
    assert (after.sound, after.first_bad, after.what) == (number - 1, number, fault)


# -- Against checkpoints -------------------------------------------------------------------------------------------


def test_log_that_goes_on_says_how_much_lies_after_the_last_checkpoint():
    several(2)
    take_checkpoint()
    several(3)
    take_checkpoint()
    several(4)

    verdict = verify(kept_checkpoints().checkpoints)

    assert (verdict.is_sound, verdict.sound, verdict.checkpoint, verdict.after) == (True, 9, 5, 4)


def test_end_that_was_cut_off_without_a_trace_shows_against_a_checkpoint():
    several(5)
    take_checkpoint()
    cut_off(3)

    without, verdict = verify(), verify(kept_checkpoints().checkpoints)

    assert without.is_sound
    assert (verdict.first_bad, verdict.what, verdict.sound) == (4, Fault.CUT_OFF, 3)


def test_log_that_was_emptied_shows_against_a_checkpoint():
    several(2)
    take_checkpoint()
    begin_anew()
    AuditHead.objects.all().delete()

    assert (verify().is_sound, verify(kept_checkpoints().checkpoints).what) == (True, Fault.CUT_OFF)


def test_log_that_was_cut_off_and_went_on_is_another_one():
    several(5)
    take_checkpoint()
    cut_off(3)
    several(5)

    verdict = verify(kept_checkpoints().checkpoints)

    assert verify().is_sound
    assert (verdict.first_bad, verdict.what, verdict.checkpoint) == (5, Fault.REWRITTEN, 0)


def test_what_lies_after_the_last_checkpoint_can_be_cut_off_and_the_number_says_how_much_is_left():
    several(3)
    take_checkpoint()
    several(2)
    cut_off(4)

    verdict = verify(kept_checkpoints().checkpoints)

    assert (verdict.is_sound, verdict.checkpoint, verdict.after) == (True, 3, 1)


@pytest.mark.parametrize(
    "line", ["", "{}", "words", "[1]", '{"number": 1, "digest": "x", "at": "2026-01-01T00:00:00+00:00", "signed": "y"}',
             '{"number": "x", "digest": "x", "at": 1, "signed": 2}']
)  # fmt: skip
def test_line_that_this_site_did_not_sign_is_named_and_not_believed(line):
    several(2)
    file = take_checkpoint() and Path(kept_file())
    file.write_text(file.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    kept = kept_checkpoints()

    assert ([one.number for one in kept.checkpoints], kept.bad_lines) == ([2], [2])


def kept_file() -> Path:
    from django.conf import settings

    return settings.AUDIT_CHECKPOINTS


def test_checkpoint_of_an_empty_log_is_none():
    AuditHead.objects.all().delete()

    assert (take_checkpoint(), kept_file().exists()) == (None, False)


def test_checkpoint_is_mailed_to_who_keeps_it_and_tells_nothing_else(settings):
    settings.AUDIT_CHECKPOINT_TO = ["keeper@example.org"]
    record("lamp.lit", by=None)

    line = take_checkpoint().as_line()

    [message] = mail.outbox
    assert (message.to, line in message.body, "lamp" in message.body) == (["keeper@example.org"], True, False)
    assert kept_file().read_text(encoding="utf-8") == line + "\n"


# -- The commands --------------------------------------------------------------------------------------------------


def said(*words: object) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command(*words, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code)
    return out.getvalue(), 0


def test_commands_take_a_checkpoint_and_check_against_it():
    several(3)
    before, _ended = said("audit_verify")
    line, _ended = said("audit_checkpoint")
    several(1)

    after, ended = said("audit_verify")

    assert "No checkpoint confirms any of them; all 3 could be cut off." in before
    assert (line, ended) == (kept_file().read_text(encoding="utf-8"), 0)
    assert after == "Entries in order: 4\nLast checkpoint: No. 3. Entries after it: 1\n"


def test_command_names_what_is_wrong_and_ends_with_one(tmp_path):
    several(3)
    said("audit_checkpoint")
    elsewhere = tmp_path / "copy"
    elsewhere.write_bytes(kept_file().read_bytes() + b"x\n")
    cut_off(1)

    told, ended = said("audit_verify", "--checkpoints", str(elsewhere))

    assert ended == 1
    assert "No. 2: from here on the log was cut off\n" in told
    assert "Line 2 of the checkpoints is none that this site signed.\n" in told


def test_command_says_when_the_database_is_not_guarded():
    with unguarded():
        told, ended = said("audit_verify")

    assert ("does not refuse changes" in told, ended) == (True, 1)


def test_command_says_when_there_is_nothing_to_confirm():
    AuditHead.objects.all().delete()

    assert said("audit_checkpoint") == ("Nothing has been written down yet.\n", 0)


def test_entries_from_before_the_second_digest_are_checked_all_the_same():
    several(4)
    meddle("UPDATE log SET undated = ''")
    before = verify()
    dated(2, -timedelta(days=1))

    assert (before.is_sound, verify().what) == (True, Fault.EDITED)


def test_log_is_read_with_the_same_number_of_queries_however_long(django_assert_num_queries):
    several(2)
    with django_assert_num_queries(2):
        verify()
    several(5)
    with django_assert_num_queries(2):
        verify()


def test_guard_can_be_put_in_place_twice():
    from django.db import connection

    audit_guard.set_up(connection)

    assert audit_guard.is_up(connection)
    assert timezone.now() >= record("thing.happened", by=None).at - EARLIER
