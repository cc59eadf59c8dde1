"""What is kept of vetting: what was voted, each vote, declared conflicts, suspensions and who edited what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.entry import Entry


class ListedState(models.Model):
    """What the public sees of an entry: its whole public content as it was voted, and nothing that came later.

    `digest` is that of the difference on which the votes were cast: the state before, this content, the seal of the
    restricted contact methods and the round.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="listed_state")
    content = models.JSONField()
    before = models.CharField(max_length=64, blank=True)
    restricted_seal = models.CharField(max_length=64)
    round = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    checked_on = models.DateField()
    vouched_by = models.ManyToManyField("organisations.Organisation", related_name="+")

    class Meta:
        verbose_name = _("listed state")

    def __str__(self) -> str:
        return self.digest[:12]


class Vote(models.Model):
    """One vetter's yes or no to one difference. Votes are only added; one on an older difference stops counting."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    yes = models.BooleanField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["pk"]
        indexes = [models.Index(fields=["entry", "digest"])]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.yes}"


class DeclaredConflict(models.Model):
    """An organisation that said it is too near to an entry to judge it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="conflicts")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("declared conflict of interest")
        constraints = [models.UniqueConstraint(fields=["entry", "organisation"], name="one_conflict_each")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.organisation_id}"


class Suspension(models.Model):
    """An entry taken down at once by one vetter; a second confirms within 72 hours, or it lapses."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="suspension")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("suspension")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.at:%Y-%m-%d}"


class EntryVersion(models.Model):
    """What an entry's public part said after one edit, and whose edit it was. Restricted ways are not in it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    round = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField()

    class Meta:
        verbose_name = _("version of an entry")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.pk}"
