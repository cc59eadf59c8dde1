"""An edition that waits for its moment: its text as it was when somebody asked for the release, which nobody reads yet.

It is kept beside the editions and not among them, so that nothing which readers see can come upon it too early.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from manuals.models.editions import FrozenFile
from manuals.models.working import ManualPage


class WaitingRelease(models.Model):
    """The one release of a manual that waits. key: the translation key of its pages; page: that on whose screen
    somebody asked for it; texts: as manuals.actions.texts makes them; by: who chose the moment and answers for it, None
    when that account is gone; refused_at, obstacles: when it was due and what stood in the way."""

    key = models.UUIDField(unique=True)
    page = models.ForeignKey(ManualPage, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(_("number"), max_length=20)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    texts = models.JSONField(default=list)
    files = models.ManyToManyField(FrozenFile, related_name="waiting")
    moment = models.DateTimeField(_("moment"), db_index=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    refused_at = models.DateTimeField(null=True)
    obstacles = models.JSONField(default=list)

    class Meta:
        verbose_name = _("waiting release")
        verbose_name_plural = _("waiting releases")
        ordering = ["moment", "pk"]

    def __str__(self) -> str:
        return self.number
