"""What tests of corrections begin with: an edition of a handbook with an error in it, in one language or in two."""

import pytest

from manuals.models import ManualPage
from tests.factories.manuals import an_edition
from tests.factories.once import copies, made_once
from tests.manuals.corrections.handbook import a_chapter_with_an_error, an_edition_in_two_languages

made = made_once(a_chapter_with_an_error)
organisation, chapter = copies(2)


@pytest.fixture
def edition(chapter):
    return an_edition(ManualPage.objects.get())


@pytest.fixture
def two_languages(organisation, chapter):
    return an_edition_in_two_languages(organisation)
