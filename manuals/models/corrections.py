"""What is said of an edition after its release, where it was wrong: words beside a text that itself stays as it was.

A published correction is frozen like the text that it is about: nothing rewrites or deletes it, and what was wrong in
it is said by the next one. Who may read it is not said here: whoever may read its chapter.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from manuals.models.editions import Edition, FrozenChapter


class CorrectionKind(models.TextChoices):
    WRONG = "wrong", _("It was wrong from the beginning")
    OUTDATED = "outdated", _("It no longer holds")
    CLEARER = "clearer", _("It can be misunderstood")


class CorrectionPlace(models.Model):
    """What a correction is about. block: the id of the block as FrozenChapter.blocks has it, the same in all languages
    and editions; "" for the chapter as a whole."""

    block = models.CharField(max_length=36, blank=True)
    kind = models.CharField(_("what is wrong"), max_length=12, choices=CorrectionKind.choices)
    about_safety = models.BooleanField(_("somebody’s safety depends on it"), default=False)

    class Meta:
        abstract = True


class Correction(CorrectionPlace):
    """One correction in one language. act: the same for what was corrected in several languages."""

    chapter = models.ForeignKey(FrozenChapter, on_delete=models.PROTECT, related_name="corrections")
    act = models.UUIDField(default=uuid.uuid4, db_index=True)
    text = models.TextField(_("text"))
    made_on = models.DateField(_("date"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["made_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["chapter", "act"], name="one_correction_in_each_language")]

    def __str__(self) -> str:
        return self.anchor

    @property
    def language(self) -> str:
        return self.chapter.manual.language

    @property
    def anchor(self) -> str:
        """Its place on the page of its chapter, the same in all languages."""
        return f"c-{self.act.hex[:8]}"


class ProposedCorrection(CorrectionPlace):
    """A correction of what is not public, written by one person and waiting for another to publish it.

    chapter: the key of the chapter; act: that of the correction which gets further languages, else one of its own;
    texts: by language.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposed_corrections")
    chapter = models.UUIDField()
    act = models.UUIDField(default=uuid.uuid4)
    texts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.act)
