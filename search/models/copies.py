"""Which copies of the ledger an outside engine holds: the one that answers, one that is being filled, those before."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexCopyQuerySet(models.QuerySet):
    def in_use(self) -> "IndexCopyQuerySet":
        """Those that hear of every change: a change is done when all of them have it."""
        return self.exclude(state=IndexCopy.State.RETIRED)


class IndexCopy(models.Model):
    """One copy of the ledger, by the name that its indices begin with."""

    class State(models.TextChoices):
        FILLING = "filling"
        SERVING = "serving"
        RETIRED = "retired"

    name = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILLING)
    retired_at = models.DateTimeField(null=True)

    objects = IndexCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of the ledger")
        verbose_name_plural = _("copies of the ledger")

    def __str__(self) -> str:
        return self.name
