"""Who a person is to the site: an address to sign in with, a name they choose, a language."""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account.

        Arguments: email, one address, kept in lower case; password, or None for an account that cannot sign in
        by password; fields, further columns of the model.
        Raises ValueError when the address is empty.
        """
        if not email.strip():
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account that may do all that Django knows of; it still needs a second factor, and a role to read."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. What they may do comes from memberships, never from this row."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("name shown to others"),
        max_length=120,
        blank=True,
        help_text=_("What colleagues see beside your work. It need not be your real name."),
    )
    language = models.CharField(
        _("language of the screens"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="en",
        help_text=_("The language in which you see the editor's screens."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)  # type: ignore[misc]  # Django's own way
    is_staff = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(_("account made on"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name shown to others; never the address, which may betray who somebody is."""
        return self.display_name or str(_("Unnamed person"))

    @property
    def first_name(self) -> str:
        """What Wagtail writes beside the menu; without it that is the e-mail address."""
        return self.get_full_name()

    def get_short_name(self) -> str:
        return self.get_full_name()
