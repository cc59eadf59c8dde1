"""When the command refuses to make a demonstration."""

import pytest
from django.core.management import CommandError, call_command

from organisations.models import Organisation
from tests.demonstration.rows import everything
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def test_command_does_nothing_without_the_development_settings(settings):
    settings.DEMONSTRATION = False
    before = everything()

    with pytest.raises(CommandError, match="development settings"):
        call_command("demo")

    assert everything() == before


def test_command_leaves_a_real_account_alone():
    real = a_person(email="editor@sarem.example", display_name="Somebody else")

    with pytest.raises(CommandError, match=r"editor@sarem\.example"):
        call_command("demo")

    real.refresh_from_db()
    assert real.display_name == "Somebody else"
    assert Organisation.objects.count() == 0
