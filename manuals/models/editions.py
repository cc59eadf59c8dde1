"""What is kept of a manual for ever: the work, its editions, and of each the text in every language, frozen.

Nothing rewrites these rows but the actions of this app: they do not point to pages, pictures or files of the site,
whose templates, blocks and texts change. A chapter is known in all editions and languages by its `key`.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.pictures import random_name
from manuals.models.licences import Licence
from organisations.models import AccessPolicy, Organisation


class State(models.TextChoices):
    CURRENT = "current", _("Current")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WITHDRAWN_FOR_SAFETY = "withdrawn-safety", _("Withdrawn for safety")


class Work(models.Model):
    """A manual as readers know it, in all its editions and languages; it outlives the pages on which it is written."""

    key = models.UUIDField(unique=True)  # the translation key of its ManualPages
    slug = models.CharField(_("address"), max_length=255, unique=True)
    source_language = models.CharField(_("written first in"), max_length=12)
    owner = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="manuals")

    class Meta:
        verbose_name = _("manual")
        verbose_name_plural = _("manuals")

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One edition of a manual, in all the languages in which it was released."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="editions")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField()
    patch = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(_("number"), max_length=20)  # "3.1", as it stands in addresses
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.CURRENT)
    released_on = models.DateField(_("released on"))
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    licence = models.CharField(_("licence"), max_length=30, choices=Licence.choices)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    doi = models.CharField("DOI", max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    ended_on = models.DateField(null=True)  # withdrawn
    reason = models.TextField(blank=True)
    reason_language = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-major", "-minor", "-patch"]
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="one_edition_of_each_number"),
            models.UniqueConstraint(
                fields=["work"], condition=Q(state=State.CURRENT), name="one_current_edition_of_a_work"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def version(self) -> tuple[int, int, int]:
        return self.major, self.minor, self.patch

    @property
    def line(self) -> tuple[int, int]:
        """What readers call one edition: 3.1, and 3.1.1 and 3.1.2, in which only words were mended."""
        return self.major, self.minor

    @property
    def is_editorial(self) -> bool:
        """Whether only words were mended in it: then it stands in the list of corrections, and not among editions."""
        return self.patch > 0

    @property
    def is_taken_back(self) -> bool:
        """Whether nobody should follow it."""
        return self.state in (State.WITHDRAWN, State.WITHDRAWN_FOR_SAFETY)

    @property
    def is_readable(self) -> bool:
        """Whether there is a text: of what was withdrawn for safety there is none anywhere."""
        return self.state != State.WITHDRAWN_FOR_SAFETY


class FrozenText(models.Model):
    """What both frozen rows have: who may read them.

    frozen_policy: who might when it was released; page_policy: who may read the page it came from, as last seen while
    there was one; policy: who may now, whoever satisfies both and may read what it stands in.
    """

    frozen_policy = models.ForeignKey(AccessPolicy, on_delete=models.PROTECT, related_name="+")
    page_policy = models.ForeignKey(AccessPolicy, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(AccessPolicy, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True


class FrozenManual(FrozenText):
    """One edition in one language: its title page."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    label = models.CharField(max_length=60, blank=True)
    authors = models.CharField(max_length=300, blank=True)
    owners = models.JSONField(default=list)  # the names of the organisations that released it
    changes = models.TextField(blank=True)

    class Meta:
        verbose_name = _("edition in one language")
        constraints = [models.UniqueConstraint(fields=["edition", "language"], name="one_text_of_each_language")]

    def __str__(self) -> str:
        return self.title


class FrozenFile(models.Model):
    """A picture or file as it stood in a chapter when that was released; the same bytes are kept once for each manual.

    key: the translation key of the manual. A copy that two manuals shared would outlive the one, under the same name,
    while the other has it: that tells somebody who has the same picture of an edition which they may not read.
    """

    key = models.UUIDField(default=uuid.uuid4, db_index=True)
    digest = models.CharField(max_length=64, db_index=True)
    # Nobody can guess it: a name made from the bytes would tell whoever has them that they stand here.
    name = models.CharField(max_length=60, unique=True, default=random_name)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to="editions")

    class Meta:
        verbose_name = _("file of an edition")
        constraints = [models.UniqueConstraint(fields=["key", "digest"], name="one_copy_for_each_manual")]

    def __str__(self) -> str:
        return self.name


class FrozenChapter(FrozenText):
    """One chapter of an edition in one language, as it was released.

    key: the translation key of its page; path: the slugs from the manual to it, "accounts/passwords"; order: its place
    in the whole manual; depth: 1 right under the manual; blocks: what stands between the shell's title and its foot,
    each as {"id", "kind", "digest", "html", "text"}, and "tool" and "review_by" for advice that grows old.
    """

    manual = models.ForeignKey(FrozenManual, on_delete=models.PROTECT, related_name="chapters")
    key = models.UUIDField(default=uuid.uuid4, db_index=True)
    path = models.CharField(max_length=600)
    order = models.PositiveSmallIntegerField()
    depth = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=300, blank=True)
    blocks = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)
    terms = models.JSONField(default=dict)  # codes by branch
    level = models.CharField(max_length=12, blank=True)
    credits = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=30, choices=Licence.choices, blank=True)
    files = models.ManyToManyField(FrozenFile, related_name="chapters")

    class Meta:
        verbose_name = _("chapter of an edition")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["manual", "path"], name="one_chapter_at_each_path"),
            models.UniqueConstraint(fields=["manual", "key"], name="one_chapter_of_each_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def html(self) -> str:
        """Its text as markup that was made safe when it was frozen."""
        return "\n".join(block["html"] for block in self.blocks)

    @property
    def text(self) -> str:
        """Its words, one line a paragraph."""
        return "\n".join(block["text"] for block in self.blocks)
