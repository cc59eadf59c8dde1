"""What editors are asked about the pictures and documents of their organisation."""

import re
from typing import Any, cast

from django import forms
from django.core.files.base import File
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from accounts.models import User
from content.models import NetworkDocument, NetworkImage
from content.upload_forms import AsksForTheFileAgain, UploadedDocument, UploadedPicture
from organisations import rules
from organisations.models import Organisation
from organisations.permissions import fillable_collections, organisations_of
from organisations.readers import words_for
from organisations.roles import WRITING

MOST_AT_ONCE = 10
MOST_TAGS, LONGEST_TAG = 20, 60
# Of Latin and of Arabic script.
BETWEEN_TAGS = re.compile("[,،;؛\n]")
TITLE_HELP = _("What it is called in lists, and for documents in the search of those who may read them.")
REPLACE_HELP = _("Choose a file only to put it in place of the present one, wherever that is shown.")


class TagsField(forms.CharField):
    """Words of an organisation's own under which its files are found. Cleaned to a list without repetitions."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Tags"))
        options.setdefault(
            "help_text",
            _("Words by which you find it again, with commas between them. Only your organisation sees them."),
        )
        super().__init__(required=False, max_length=MOST_TAGS * (LONGEST_TAG + 2), **options)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # what is typed in one line is several words
        line = super().clean(value)
        tags = list(dict.fromkeys(" ".join(tag.split()) for tag in BETWEEN_TAGS.split(line) if tag.strip()))
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            raise forms.ValidationError(_("These are too many tags, or one is too long. Write up to 20 short ones."))
        return tags


def tags_of(file: NetworkImage | NetworkDocument) -> list[str]:
    """The tags of a file in an order that tells nothing of who else has them."""
    return sorted(tag.name for tag in file.tags.all())


class _DetailsForm(AsksForTheFileAgain, forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = TITLE_HELP
        self.fields["file"].help_text = REPLACE_HELP
        self.fields["tags"].initial = ", ".join(tags_of(self.instance))

    @property
    def is_replaced(self) -> bool:
        """Whether other bytes were sent."""
        return "file" in self.changed_data


class PictureDetails(_DetailsForm):
    file = UploadedPicture(required=False, label=_("Another picture"), widget=forms.FileInput)
    tags = TagsField()

    class Meta:
        model = NetworkImage
        fields = ("title", "description")
        labels = {"title": _("Title"), "description": _("What the picture shows")}
        help_texts = {"description": _("Offered as the text for people who cannot see it, wherever you choose it.")}


class DocumentDetails(_DetailsForm):
    file = UploadedDocument(required=False, label=_("Another document"), widget=forms.FileInput)
    tags = TagsField()

    class Meta:
        model = NetworkDocument
        fields = ("title",)
        labels = {"title": _("Title")}


# -- Bringing in ---------------------------------------------------------------------------------------------------


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several. Cleaned to a list of what was sent, whose content nobody has looked at yet."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[File]:  # type: ignore[override]  # several in place of one
        sent = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(each, initial) for each in sent or [None]]
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("These are more than 10 files. Choose up to 10 and send the others after them.")
            )
        return files


class ReadersField(forms.ModelChoiceField):
    """Who may read a file: the collections in which it can stand, each named by its readers."""

    def __init__(self, places: QuerySet[Collection], **options: Any) -> None:
        options.setdefault("label", _("Who may read it"))
        super().__init__(places, widget=forms.RadioSelect, empty_label=None, **options)
        self.words = words_for(places)
        rows = places.values_list("pk", "access__owner__name", "access__policy__key")
        self.facts = {pk: (owner, key) for pk, owner, key in rows}
        self.has_several_owners = len({owner for owner, _key in self.facts.values()}) > 1

    def label_from_instance(self, place: Any) -> str:
        owner, key = self.facts[place.pk]
        is_public = key == rules.key_of(rules.PUBLIC)
        words = (
            str(_("Everybody; other organisations may show it on their pages too"))
            if is_public
            else self.words[place.pk]
        )
        return f"{owner}: {words}" if self.has_several_owners else words


class UploadForm(forms.Form):
    """Files to bring in, and what they have in common."""

    uploads = FilesField(label=_("Files"))
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=255,
        help_text=_(
            "Only for a single file. Without it a file is called as it is on your device: look whether that names "
            "anybody."
        ),
    )
    tags = TagsField()

    def __init__(self, *args: Any, person: User, help_text: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uploads"].help_text = help_text
        places = places_of(organisations_of(person, *WRITING)).filter(pk__in=fillable_collections(person).values("pk"))
        self.fields["collection"] = ReadersField(
            places,
            initial=_narrowest(places),
            help_text=_(
                "A page that shows it decides this anew when it is published: then whoever reads the page may read it."
            ),
        )
        cast(Any, self.fields["collection"]).error_messages["invalid_choice"] = _(
            "Only an editor or coordinator may decide that. Choose your organisation."
        )

    def title_of(self, upload: File) -> str:
        """What this file is called: as the form says, or as it is on the device that it comes from."""
        given = self.cleaned_data["title"] if len(self.cleaned_data["uploads"]) == 1 else ""
        stem = (upload.name or "").rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return (given or " ".join(re.sub("[_]+", " ", stem).split()) or str(_("Without a title")))[:255]


class ReadersForm(forms.Form):
    """Who may read a file that no published page shows."""

    sure = forms.BooleanField(label=_("Yes, more people may read it than now"), required=False)
    field_order = ("collection", "sure")

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"] = ReadersField(places_of(Organisation.objects.filter(pk=owner.pk)))
        self.order_fields(self.field_order)


def places_of(organisations: QuerySet[Organisation]) -> QuerySet[Collection]:
    """The three collections of each of these organisations, the narrowest first."""
    names = ("own_files", "members_files", "public_files")
    ids = {pk for row in organisations.values_list(*names) for pk in row if pk}
    return Collection.objects.filter(pk__in=ids, access__isnull=False).order_by(
        "access__owner__name", "-access__policy__key"
    )


def _narrowest(places: QuerySet[Collection]) -> int | None:
    """Where files start: the collection that the organisation's own people read."""
    own = Organisation.objects.filter(own_files__in=places.values("pk")).order_by("name")
    return own.values_list("own_files", flat=True).first()
