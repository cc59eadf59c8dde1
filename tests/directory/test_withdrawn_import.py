"""A file that is brought in again brings nothing back of what was withdrawn for safety, and the rest of it as ever."""

import pytest

from directory import actions
from directory.models import Entry
from tests.directory.tables import brought_in, row
from tests.factories.stored import everything_stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

SAID = {"by": None, "reason": "The phone was taken.", "language": "en"}
TAKEN, OTHER = "+44 20 7946 0018", "+442079460019"


def the_entry():
    return Entry.objects.get(source_id="a-1")


def test_contact_method_is_not_brought_in_again():
    brought_in(row(phones=TAKEN, emails="help@example.org"))
    contact = the_entry().contacts.get(kind="phone")
    before = everything_stored()
    actions.withdraw_contact(the_entry(), contact.uuid, **SAID)

    for phones in (TAKEN, f"Tel: {TAKEN}", OTHER):
        brought_in(row(phones=phones, emails="help@example.org", languages="English"))

    after = everything_stored()
    for said in (TAKEN, "+442079460018"):
        assert (said in before, said in after) == (True, False)
    assert {each.value for each in the_entry().contacts.all()} == {"help@example.org", OTHER}
    assert the_entry().languages == ["en"]


def test_entry_is_not_brought_in_again():
    brought_in(row(name_en="House of the quaxelbrim"))
    actions.withdraw_entry(the_entry(), **SAID)

    report = brought_in(row(name_en="House of the quaxelbrim"))
    gone = brought_in(row(source_id="a-2", name_en="Others"))

    assert (report.made, report.changed, report.unchanged, gone.withdrawn) == ([], [], 1, [])
    assert (Entry.objects.count(), the_entry().name_en in (None, "")) == (2, True)
