"""What tests of the directory may ask for."""

import pytest

from content.vocabulary import sync_terms
from organisations.viewer import viewer_of
from tests.factories import a_member
from tests.factories.directory import a_plain_organisation


@pytest.fixture
def terms(db):
    """The network's shared terms."""
    sync_terms()


@pytest.fixture
def viewer_of_a_member(db):
    return viewer_of(a_member(a_plain_organisation()), second_factor=False)
