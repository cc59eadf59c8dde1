"""Which passwords are too easily guessed, beyond those that Django's own list names."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

# What people put around a common word to make it long enough.
TRIMMINGS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class CommonWordValidator(CommonPasswordValidator):
    """Refuse a common password that was made longer with numbers and signs, such as “qwertyuiop123”.

    Django's list is offline: 20,000 leaked passwords, few of them as long as this site asks for.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError when what is left without numbers and signs at the ends is in the list."""
        if TRIMMINGS.sub("", password.lower().strip()) in self.passwords:
            raise ValidationError(_("This is a common password with something around it."), code="password_too_common")

    def get_help_text(self) -> str:
        return _("Several words that do not belong together are better than one word with numbers.")
