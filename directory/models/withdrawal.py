"""What is left of an entry, or of one way to reach it, that was withdrawn for safety."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.entry import Entry


class Withdrawal(models.Model):
    """Why an entry is gone, or a contact method of it, and how nobody brings it back by mistake.

    contact: the uuid of the contact method, None for the whole entry; marks: of each value that it had one word made
    with a key, by which it is known again and from which nobody can find it out; digest: of the content that was
    there, of a contact method that of the listed state with it; was_listed: whether its address was known to all.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="withdrawals")
    contact = models.UUIDField(null=True)
    marks = models.JSONField(default=list)
    reason = models.TextField()
    reason_language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, blank=True)
    was_listed = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("withdrawal for safety")
        constraints = [
            models.UniqueConstraint(fields=["entry", "contact"], name="contact_withdrawn_once"),
            models.UniqueConstraint(fields=["entry"], condition=Q(contact=None), name="entry_withdrawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.contact or ''}"
