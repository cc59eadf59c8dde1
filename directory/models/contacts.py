"""How somebody in the directory can be reached: ways that everybody may read, and ways that are kept back."""

import json
import uuid
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import encryption
from directory.models.choices import ContactAudience, ContactKind
from directory.models.entry import Entry

RANK = {kind: position for position, kind in enumerate(ContactKind.values)}


class ContactMethod(models.Model):
    """One public way to reach an entry, as proposed. Those still to be checked are never listed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=20, choices=ContactKind.choices)
    value = models.CharField(_("number or address"), max_length=500)
    label = models.CharField(_("label"), max_length=160, blank=True, help_text=_("For example: office in Nairobi."))
    hours = models.CharField(_("hours"), max_length=160, blank=True)
    note = models.CharField(
        _("safety note"), max_length=300, blank=True, help_text=_("What somebody should know before using it.")
    )
    fingerprint = models.CharField(
        _("OpenPGP fingerprint"),
        max_length=64,
        blank=True,
        help_text=_("For e-mail with OpenPGP: 40 or 64 characters."),
    )
    plain_reason = models.CharField(
        _("why not https"),
        max_length=200,
        blank=True,
        help_text=_("A link must begin with https://. If theirs does not, say why it is listed all the same."),
    )
    position = models.PositiveSmallIntegerField(_("order among equals"), default=0)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    to_be_checked = models.BooleanField(
        _("to be checked"), default=False, help_text=_("Not listed until somebody has corrected or confirmed it.")
    )
    source_column = models.CharField(max_length=80, blank=True, editable=False)
    source_value = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("contact method")
        verbose_name_plural = _("contact methods")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    def save(self, *args, **kwargs) -> None:
        # The untranslated column takes whatever language is active while saving; always the same one keeps it still.
        with translation.override(settings.LANGUAGE_CODE):
            super().save(*args, **kwargs)


@dataclass(frozen=True)
class Secret:
    """What a restricted contact method says; it exists in the clear only while somebody reads it."""

    value: str
    label: str = ""
    hours: str = ""
    note: str = ""


class RestrictedContact(models.Model):
    """One way to reach an entry that only members, or only vetters, may read. Its words are encrypted at rest.

    A row is never changed: an edit makes a new one. `proposed` rows belong to the proposal, `listed` rows to what was
    voted, so that an unvoted change reaches nobody.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="restricted_contacts")
    audience = models.CharField(_("who may read it"), max_length=10, choices=ContactAudience.choices)
    policy = models.ForeignKey("organisations.AccessPolicy", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=ContactKind.choices)
    sealed = models.TextField(editable=False)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    proposed = models.BooleanField(default=True, editable=False)
    listed = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("restricted contact method")
        verbose_name_plural = _("restricted contact methods")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_audience_display()})"

    @property
    def secret(self) -> Secret:
        """The words in the clear. Raises ValueError when the key is not known."""
        return Secret(**json.loads(encryption.decrypt(self.sealed)))

    @staticmethod
    def seal(secret: Secret) -> str:
        """The token that stands for these words in the database."""
        return encryption.encrypt(json.dumps(asdict(secret), sort_keys=True))


class HiddenContact(models.Model):
    """A contact method, public or restricted, that is hidden at once: a seized phone, a stolen key."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="hidden_contacts")
    contact = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("hidden contact method")
        verbose_name_plural = _("hidden contact methods")
        constraints = [models.UniqueConstraint(fields=["entry", "contact"], name="hidden_once")]

    def __str__(self) -> str:
        return str(self.contact)
