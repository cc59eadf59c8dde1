"""Two at the same moment: of two who use a link one joins, and of two coordinators who leave one stays."""

import pytest
from django.core.exceptions import ValidationError

from organisations.actions.invitations import accept_invitation, invite
from organisations.actions.people import remove_member
from organisations.invitation_links import token_of
from organisations.models import AuditEntry, Invitation, Membership
from tests.factories import a_member, a_person, an_organisation
from tests.factories.together import at_once

# In a file of its own: what other files make once for all their tests is not committed, and holds SQLite's lock.
pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ADDRESS = "new@example.org"


def test_of_two_who_use_a_link_at_once_one_does():
    aurora = an_organisation("Aurora")
    asked = invite(aurora, email=ADDRESS, role="writer", language="en", by=a_member(aurora, "coordinator"))
    person, token = a_person(email=ADDRESS), token_of(asked)

    def accept() -> str:
        return accept_invitation(token, person=person).role

    assert sorted(map(str, at_once(accept, accept, refusal=Invitation.DoesNotExist))) == ["refused", "writer"]
    assert AuditEntry.objects.filter(action="invitation.accepted").count() == 1


def test_of_two_coordinators_who_leave_at_once_one_stays():
    organisation = an_organisation("Aurora")
    both = [a_member(organisation, "coordinator") for _each in range(2)]

    def leaves(person):
        return lambda: remove_member(Membership.objects.get(person=person), by=person).pk

    results = at_once(*map(leaves, both), refusal=ValidationError)

    assert results.count("refused") == 1
    assert Membership.objects.current().filter(organisation=organisation).count() == 1
