"""What pages, pictures and files are made of, whoever owns them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page

from content.blocks import BODY_BLOCKS
from content.documents import clean_document
from content.pictures import clean_picture, random_name
from content.terms import Term

__all__ = ["NetworkDocument", "NetworkImage", "NetworkPage", "NetworkRendition", "PageGeneration", "Term"]


class NetworkPage(Page):
    """What every page of the network has: one sentence that says what it is about, and shared terms."""

    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two plain sentences. Lists, search results and feeds show them under the title."),
    )
    terms = ParentalManyToManyField(
        "content.Term",
        blank=True,
        verbose_name=_("terms"),
        help_text=_("What the page is about, in the network's shared words. Readers filter by them."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    # The words of Wagtail's own search for editors; what visitors search is the ledger of the app `search`.
    search_fields = [*Page.search_fields]

    class Meta:
        abstract = True

    def get_default_privacy_setting(self, request: HttpRequest) -> dict[str, Any]:
        """Who may read a new page: whatever the one hook `default_page_privacy` says; nobody without it."""
        for setting in hooks.get_hooks("default_page_privacy"):
            return setting(self)
        return {"type": "groups", "groups": []}


class BodyMixin(models.Model):
    """A page with a body made of the blocks that all bodies share."""

    body = StreamField(
        BODY_BLOCKS,
        verbose_name=_("body"),
        blank=True,
        help_text=_("The text, block by block. Start with the most important thing."),
    )

    class Meta:
        abstract = True


class NetworkImage(AbstractImage):
    """A picture. What is kept is the picture alone: no camera, no place, no date, and a name nobody can guess."""

    admin_form_fields = ("title", "file", "description", "collection", "focal_point_x", "focal_point_y",
                         "focal_point_width", "focal_point_height")

    def get_upload_to(self, filename: str) -> str:
        return f"pictures/{filename}"

    def clean(self) -> None:
        super().clean()
        self._redraw()

    def save(self, *args, **kwargs) -> None:
        # Forms, imports and code all end here, and none may store the file as it came.
        self._redraw()
        super().save(*args, **kwargs)

    def _redraw(self) -> None:
        if not self.file or self.file._committed or getattr(self.file.file, "redrawn", False):
            return
        clean = clean_picture(self.file.file)
        clean.redrawn = True
        self.file = clean
        self.file_size = clean.size
        self.file_hash = ""


class NetworkRendition(AbstractRendition):
    """A picture at one size, under a name of its own that nobody can guess."""

    image = models.ForeignKey(NetworkImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        return f"sizes/{random_name()}.{filename.rsplit('.', 1)[-1]}"

    @property
    def url(self) -> str:
        return reverse("media_file", args=[self.file.name])


class NetworkDocument(AbstractDocument):
    """A file to read or carry. Only what was checked is stored, under a name nobody can guess."""

    token = models.CharField(max_length=32, unique=True, default=random_name, editable=False)
    text = models.TextField(blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection")

    def clean(self) -> None:
        super().clean()
        self._check_file()

    def save(self, *args, **kwargs) -> None:
        # Forms, imports and code all end here, and none may store the file as it came.
        self._check_file()
        super().save(*args, **kwargs)

    def _check_file(self) -> None:
        if not self.file or self.file._committed or getattr(self.file.file, "checked", False):
            return
        clean, self.text = clean_document(self.file.file)
        clean.checked = True
        self.file = clean
        self.file_size = clean.size
        self.file_hash = ""

    @property
    def url(self) -> str:
        return reverse("document_file", args=[self.token, self.filename])

    @property
    def filename(self) -> str:
        return "document.pdf"


class PageGeneration(models.Model):
    """One number that grows with every change a visitor could see; kept pages of an older number are never shown."""

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("generation of kept pages")

    def __str__(self) -> str:
        return str(self.number)

    def clean(self) -> None:
        if self.pk not in (None, 1):
            raise ValidationError("There is one generation.")
