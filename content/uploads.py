"""The last door before the disk: whatever way a file comes in, only what was cleaned is written, under a random name.

Forms clean an upload first, to say beside the field what is wrong with it. Code, imports and the doors that Wagtail
leaves open (`image.file.save(name, content)`) all end here.
"""

import secrets
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from wagtail.images.models import SourceImageIOError, WagtailImageField, WagtailImageFieldFile

from content.documents import clean_document
from content.pictures import clean_picture, random_name


def cleaned_picture(upload: File) -> File:
    """This upload as it may be kept; what was cleaned already comes back as it is. Raises ValidationError."""
    return upload if getattr(upload, "is_clean", False) else _marked(clean_picture(upload))


def cleaned_document(upload: File) -> File:
    """This upload as it may be kept, its words in the attribute `text`. Raises ValidationError."""
    if getattr(upload, "is_clean", False):
        return upload
    clean, text = clean_document(upload)
    return _marked(clean, text=text)


def _marked(clean: ContentFile, **facts: object) -> ContentFile:
    for name, value in {**facts, "is_clean": True}.items():
        setattr(clean, name, value)
    return clean


# -- Fields --------------------------------------------------------------------------------------------------------


class CleanPicture(WagtailImageFieldFile):
    instance: Any

    @property
    def url(self) -> str:
        """The address that asks who may see it, whatever address the back-end has for it."""
        self._require_file()
        return reverse("media_file", args=[self.name])

    def save(self, name: str, content: File, save: bool = True) -> None:
        clean = self.instance.take_in(content)
        super().save(clean.name, clean, save=save)

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Width and height in pixels; none of what is no picture, which is refused when it is saved."""
        if self._committed:
            return super().get_image_dimensions()
        try:
            return super().get_image_dimensions()
        except Exception:  # Django measures what is assigned before anybody could check it
            return None, None


class PictureField(WagtailImageField):
    """A picture that is drawn anew before it is stored."""

    attr_class = CleanPicture


class CleanFile(FieldFile):
    instance: Any

    @property
    def url(self) -> str:
        """The address that asks who may read it, whatever address the back-end has for it."""
        return self.instance.url

    def save(self, name: str, content: File, save: bool = True) -> None:
        clean = self.instance.take_in(content)
        super().save(clean.name, clean, save=save)


class DocumentField(models.FileField):
    """A file that is checked and written anew before it is stored."""

    attr_class = CleanFile


# -- Models --------------------------------------------------------------------------------------------------------


class KeepsCleanFile(models.Model):
    """For a model with such a field `file`: what is uploaded is cleaned, what is replaced is gone for good."""

    cleaned: Callable[[Any], File]
    file: Any
    open_file: Callable[[], Any]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self._clean_upload()
        with transaction.atomic():
            before = self._stored_name()
            super().save(*args, **kwargs)
            if before and before != self.file.name:
                self.forget_file(before)

    def clean(self) -> None:
        try:
            self._clean_upload()
        except ValidationError as refused:
            raise ValidationError({"file": refused.error_list}) from refused
        # Nothing else is asked here: Wagtail's own check would go by the name of the file.

    def take_in(self, upload: Any) -> Any:
        """The cleaned file, of which this object now knows the size. Raises ValidationError."""
        clean = self.cleaned(upload)
        self.file_size = clean.size
        self._set_file_hash()
        return clean

    def _set_file_hash(self) -> None:
        # Wagtail wants to keep the SHA-1 of what is in the file, shows an editor the pictures of others that have the
        # same, and puts it into addresses and headers. It only needs to change with the file.
        self.file_hash = secrets.token_hex(20)

    def rename(self) -> None:
        """Store the same bytes under a new name when this is saved, so that an address somebody kept leads nowhere.

        Where they are lost it leads nowhere already: who may read what is left must still be able to change.
        """
        try:
            with self.open_file() as stored:
                same = ContentFile(stored.read(), name=f"{random_name()}.{self.file.name.rsplit('.', 1)[-1]}")
        except (FileNotFoundError, SourceImageIOError) as lost:
            if isinstance(lost.__cause__ or lost, FileNotFoundError):
                return
            raise
        self.file = _marked(same, text=getattr(self, "text", ""))

    def _clean_upload(self) -> None:
        if self.file and not self.file._committed:
            self.file = self.take_in(self.file.file)

    def _stored_name(self) -> str | None:
        stored: Any = type(self)._base_manager.filter(pk=self.pk)
        return stored.values_list("file", flat=True).first() if self.pk else None

    def forget_file(self, name: str) -> None:
        """Delete a replaced file, once it is certain that it is replaced."""
        storage = self.file.storage
        transaction.on_commit(lambda: storage.delete(name), robust=True)
