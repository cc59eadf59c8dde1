"""What visitors tell of an entry: one of four things, the day, how often; nothing of who told it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models.entry import Entry


class Problem(models.TextChoices):
    """What can be wrong. The choices are fixed, so that nobody can write down a name, a place or an address."""

    NO_REPLY = "no-reply", _("Nobody answered")
    WRONG = "wrong", _("A number or an address is wrong")
    REFUSED = "refused", _("They said no, although they say here that they help")
    UNSAFE = "unsafe", _("It was not safe to reach them")


class ProblemReport(models.Model):
    """How often one problem with one entry was told on one day. Deleted some time after a vetter handled it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="problems")
    problem = models.CharField(_("problem"), max_length=20, choices=Problem.choices)
    day = models.DateField(_("day"))
    times = models.PositiveSmallIntegerField(_("how often"), default=1)
    handled_at = models.DateTimeField(_("handled"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("problem with an entry")
        verbose_name_plural = _("problems with entries")
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "problem", "day"],
                name="one_open_report_for_each_problem_and_day",
                condition=Q(handled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.problem} {self.day}"
