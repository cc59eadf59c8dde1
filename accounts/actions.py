"""What happens to an account by the hand of the person it belongs to."""

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
