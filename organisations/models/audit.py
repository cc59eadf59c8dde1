"""What is kept of every change of state: rows that are only ever added, each bound to the one before."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing that happened: who, for whom, what, to what, when. No content and no address."""

    number = models.BigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"))
    actor = models.UUIDField(_("person"), null=True)
    organisation = models.UUIDField(_("organisation"), null=True)
    action = models.CharField(_("what happened"), max_length=80)
    object_type = models.CharField(_("kind"), max_length=80, blank=True)
    object_id = models.CharField(_("which"), max_length=80, blank=True)
    details = models.JSONField(_("details"), default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class AuditHead(models.Model):
    """The end of the log: number and digest of the last entry. Its one row is locked while the next entry is added."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.number)


def public_id(thing: models.Model | None) -> uuid.UUID | None:
    """The identifier that may stand in the log, or None for things without one."""
    return getattr(thing, "uuid", None)
