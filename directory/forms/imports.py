"""What a directory editor gives to bring a spreadsheet in: the file, and for other columns a mapping."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from directory.imports.mapping import parse_mapping
from directory.imports.reading import check_size
from directory.imports.report import Refusal

MOST_MAPPING = 200_000


class ImportForm(forms.Form):
    """The size of the file is known before any of it is read."""

    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("A CSV file in UTF-8 of at most 20 MB. One row is one organisation."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip
    mapping = forms.FileField(
        label=_("Mapping"), required=False,
        help_text=_("A TOML file that says what the columns hold. Leave it empty for the network’s own spreadsheet."),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.size)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        return upload

    def clean_mapping(self) -> str:
        upload = self.cleaned_data["mapping"]
        if not upload:
            return ""
        if upload.size > MOST_MAPPING:
            raise ValidationError(_("This mapping is too large."))
        try:
            text = upload.read().decode("utf-8")
            parse_mapping(text)
        except UnicodeDecodeError as error:
            raise ValidationError(_("This mapping is not UTF-8.")) from error
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        return text
