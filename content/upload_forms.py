"""The forms with which editors upload: they say beside the field what is wrong with a file, before anything is kept."""

from django import forms
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.selects import choose_plainly
from content.uploads import cleaned_document, cleaned_picture


class UploadedPicture(WagtailImageField):
    """A picture, known by its content and not by its name, and drawn anew."""

    default_validators: list = []

    def to_python(self, data: File | None) -> File | None:
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else cleaned_picture(upload)


class UploadedDocument(forms.FileField):
    """A PDF, known by its content and not by its name, checked and written anew."""

    def to_python(self, data: File | None) -> File | None:
        upload = super().to_python(data)
        return None if upload is None else cleaned_document(upload)


class AsksForTheFileAgain(forms.BaseForm):
    """For a form with a field `file`: browsers send a file once, and what is refused is kept nowhere."""

    changed_data: list[str]

    def clean(self) -> dict:
        cleaned: dict = super().clean()  # type: ignore[assignment]  # every form here gives it back
        # Wagtail keeps an upload as it came while other fields are put right. This site keeps none as it came.
        if self.errors and "file" in self.changed_data and "file" not in self.errors:
            self.add_error("file", _("Put the other fields right, then choose the file again."))
        return cleaned


class _UploadForm(AsksForTheFileAgain, BaseCollectionMemberForm):
    upload_field: type[forms.FileField]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail would delete the replaced file before it is certain that it is replaced; the model does it after.
        self.original_file = None
        place = self.fields.get("collection")
        if isinstance(place, forms.ModelChoiceField):
            choose_plainly(place, [(each.pk, place.label_from_instance(each)) for each in self.collections])
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = self.upload_field(required=field.required, label=field.label, widget=field.widget)


class PictureForm(_UploadForm, BaseImageForm):
    upload_field = UploadedPicture


class DocumentForm(_UploadForm, BaseDocumentForm):
    upload_field = UploadedDocument
