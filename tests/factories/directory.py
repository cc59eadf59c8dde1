"""How tests make entries and vetters: through the actions that the site itself uses."""

import itertools

from accounts.models import User
from directory import actions
from directory.models import ContactKind, Entry
from organisations.models import Appointment, Organisation
from tests.factories import a_person

_number = itertools.count(1)


def a_plain_organisation() -> Organisation:
    """An organisation without a workspace, for tests that need many and no pages of theirs."""
    number = next(_number)
    return Organisation.objects.create(name=f"Vouching organisation {number}", slug=f"vouching-{number}")


def a_vetter(organisation: Organisation | None = None) -> User:
    """An account that is a vetter of this organisation, of a new one when none is given; without the groups that only
    the editor's screens ask for: `an_appointed` gives those too."""
    person = a_person()
    Appointment.objects.create(person=person, role="vetter", organisation=organisation or a_plain_organisation())
    return person


def a_phone(value: str = "+442079460018", **fields: object) -> actions.ContactDraft:
    return actions.ContactDraft(ContactKind.PHONE, value, **fields)


def an_email(value: str = "help@example.org", **fields: object) -> actions.ContactDraft:
    return actions.ContactDraft(ContactKind.EMAIL, value, **fields)


def an_entry(by=None, *, contacts=None, terms=None, **fields: object) -> Entry:
    """An entry that is being checked; nobody sees it yet."""
    fields.setdefault("name_en", f"Helping hands {next(_number)}")
    change = actions.Change(fields=fields, terms=terms or {}, contacts=contacts or [])
    return actions.draft_entry(change, by=by)


def voted(entry: Entry, *vetters) -> Entry:
    """This entry after two vetters of two organisations, new ones when none are given, said yes."""
    for vetter in vetters or (a_vetter(), a_vetter()):
        actions.cast_vote(entry, yes=True, by=vetter)
    entry.refresh_from_db()
    return entry


def a_listed_entry(**fields: object) -> Entry:
    """An entry that everybody sees."""
    return voted(an_entry(**fields))
