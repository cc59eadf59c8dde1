"""What is kept of a manual that comes in through the screen: the archive until it is decided, how far it got."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ManualImport(models.Model):
    """One archive that an editor brought in: first a preview, then, if they say so, the import itself."""

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
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    # Empty for a new one until it is made.
    manual = models.ForeignKey("manuals.ManualPage", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255, blank=True)  # of a new one
    licence = models.CharField(max_length=30, blank=True)  # of a new one
    language = models.CharField(max_length=12)  # of files that say none
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    content = models.BinaryField(default=bytes)  # emptied once it is decided
    chapters_read = models.PositiveIntegerField(default=0)
    chapters_total = models.PositiveIntegerField(default=0)
    preview = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    refusals = models.JSONField(default=list)  # [file, words]
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
