"""What pages, pictures and files are made of, whoever owns them."""

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import (
    IMAGE_FORMAT_EXTENSIONS,
    AbstractImage,
    AbstractRendition,
    Filter,
    get_upload_to,
)
from wagtail.models import Page

from content.blocks import BODY_BLOCKS
from content.forms import NetworkPageForm
from content.pictures import random_name
from content.terms import Term
from content.uploads import DocumentField, KeepsCleanFile, PictureField, cleaned_document, cleaned_picture

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

    base_form_class = NetworkPageForm
    # False for pages that nobody reads where they stand: the site's map leaves them out.
    is_read_in_place = True

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


class NetworkImage(KeepsCleanFile, AbstractImage):  # type: ignore[django-manager-missing]  # Wagtail's has no types
    """A picture. What is kept is the picture alone: no camera, no place, no date, and a name nobody can guess."""

    file = PictureField(_("file"), upload_to=get_upload_to, width_field="width", height_field="height")

    cleaned = staticmethod(cleaned_picture)
    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    def get_upload_to(self, filename: str) -> str:
        return f"pictures/{filename}"

    def forget_file(self, name: str) -> None:
        super().forget_file(name)
        self.renditions.all().delete()

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        # One after the other: where two visitors are first at once, both get the size that was kept.
        return {one: self.create_rendition(one) for one in filters}

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002 - Wagtail's
        made = filter.run(self, BytesIO(), source=source)
        return ContentFile(made.f.getvalue(), name=f"picture{IMAGE_FORMAT_EXTENSIONS[made.format_name]}")


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


class NetworkDocument(KeepsCleanFile, AbstractDocument):  # type: ignore[django-manager-missing]  # nor has this
    """A file to read or carry. Only what was checked is stored, under a name nobody can guess."""

    file = DocumentField(_("file"), upload_to="files")
    token = models.CharField(max_length=32, unique=True, default=random_name, editable=False)
    text = models.TextField(blank=True, editable=False)

    cleaned = staticmethod(cleaned_document)
    admin_form_fields = ("title", "file", "collection")

    def take_in(self, upload: Any) -> Any:
        clean = super().take_in(upload)
        self.text = clean.text
        return clean

    def rename(self) -> None:
        super().rename()
        self.token = random_name()

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
