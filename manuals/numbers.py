"""What the number of an edition means: a new first number says that old advice is out of date, a new second one that
there is new advice which agrees with the old, a new third one that only words were mended."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _


class Number(NamedTuple):
    """The number of an edition; it stands in addresses as "3.1", or "3.1.2" where the third part is not 0."""

    major: int
    minor: int
    patch: int = 0

    @classmethod
    def parse(cls, written: str) -> "Number":
        """The number that is written like this. Raises ValueError, in words for the editor."""
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3}){1,2}", written.strip(), re.ASCII):
            raise ValueError(_("Write the number as 1.0, or with a third part as 1.0.1."))
        return cls(*(int(part) for part in written.strip().split(".")))

    def __str__(self) -> str:
        parts = self if self.patch else self[:2]
        return ".".join(str(part) for part in parts)
