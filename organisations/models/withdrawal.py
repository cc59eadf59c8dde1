"""What is left of a page or a file that was withdrawn for safety: why, since when, and the digest of what was there."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from organisations.models.access import AccessPolicy


class Withdrawal(models.Model):
    """Why something is gone. The words are for its readers, in the language in which they were written."""

    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()
    reason_language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True


class WithdrawnPage(Withdrawal):
    """A page whose words are gone. Its address says why, to those who could read it, until something else is published
    there; while it is closed nobody writes there, because an editor that is open somewhere still has the words."""

    # A page with this row is not deleted: its address would not say why any more.
    page = models.OneToOneField(Page, primary_key=True, on_delete=models.PROTECT, related_name="withdrawal")
    closed = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("page withdrawn for safety")

    def __str__(self) -> str:
        return str(self.page_id)


class WithdrawnFile(Withdrawal):
    """A document whose bytes are gone: the part of its address that nobody can guess, and who could read it."""

    token = models.CharField(max_length=32, unique=True)
    policy = models.ForeignKey(AccessPolicy, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file withdrawn for safety")

    def __str__(self) -> str:
        return self.token
