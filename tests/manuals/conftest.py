"""What most tests of manuals begin with."""

import pytest

from tests.factories import a_member, an_organisation


@pytest.fixture
def organisation():
    return an_organisation()


@pytest.fixture
def editor(organisation):
    return a_member(organisation, "editor")
