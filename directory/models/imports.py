"""What is kept of an import through the screen: the file until it is decided, how far it got, its report."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file that a directory editor brought in: first a preview, then, if they say so, the import itself."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Reading")
        PREVIEWED = "previewed", _("Preview")
        REFUSED = "refused", _("Refused")
        WRITING = "writing", _("Writing")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    mapping = models.TextField(blank=True)  # TOML, empty for the one for secretariats' spreadsheets
    content = models.BinaryField(default=bytes)  # emptied once it is decided
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_moving(self) -> bool:
        """Whether the page that shows it should look again soon."""
        return self.stage in (self.Stage.WAITING, self.Stage.READING, self.Stage.WRITING)
