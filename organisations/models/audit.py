"""What is kept of every change of state: rows that are only ever added, each bound to the one before."""

import uuid
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(RuntimeError):
    """Something would have changed or taken away what the log says."""


class Entries(models.QuerySet):
    """Rows that are read, and added one at a time. The database refuses the rest too: organisations/audit_guard.py."""

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    _refuse.alters_data = True  # type: ignore[attr-defined]  # so that no template calls it
    update = delete = bulk_update = bulk_create = update_or_create = _raw_delete = _refuse  # type: ignore[assignment]


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
    # The digest of all but the time: it tells an entry that was dated anew from one that was changed otherwise.
    undated = models.CharField(max_length=64, default="", editable=False)

    objects = Entries.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-number"]
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry. Raises AppendOnlyError for one that is there already."""
        if not kwargs.get("force_insert"):
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError


class AuditHead(models.Model):
    """The end of the log: number, digest and time of the last entry. Its one row is locked while the next is added."""

    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.number)


def public_id(thing: models.Model | None) -> uuid.UUID | None:
    """The identifier that may stand in the log, or None for things without one."""
    return getattr(thing, "uuid", None)
