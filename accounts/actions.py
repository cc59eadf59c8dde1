"""What happens to an account by the hand of the person it belongs to, from the moment in which they open it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User


@transaction.atomic
def change_profile(person: User, *, display_name: str, language: str) -> User:
    """Give an account another name and another language of the screens.

    Arguments: display_name, at most 120 characters, may be empty; language, a code of settings.LANGUAGES.
    Raises ValidationError for a language that the site does not speak.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("The site does not speak this language."))
    locked = User.objects.select_for_update().get(pk=person.pk)
    locked.display_name = " ".join(display_name.split())
    locked.language = language
    locked.full_clean(exclude=["password"])
    locked.save(update_fields=["display_name", "language"])
    return locked


@transaction.atomic
def open_account(email: str, *, display_name: str, password: str, language: str) -> User:
    """Make the account of somebody who was invited and chose a name and a password.

    Arguments: password, one that was found good; language, a code of settings.LANGUAGES.
    Raises ValidationError for a language that the site does not speak, and when the address has an account already.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValidationError(_("The site does not speak this language."))
    person = User(email=email.strip().lower(), display_name=" ".join(display_name.split()), language=language)
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save()
    return person
