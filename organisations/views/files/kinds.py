"""The two kinds of files, and what their screens have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.images.models import SourceImageIOError

from accounts.models import User
from accounts.requests import person_of
from content.models import NetworkDocument, NetworkImage
from content.uploads import cleaned_document, cleaned_picture
from organisations import permissions, rules
from organisations.actions.files import readers_of
from organisations.file_forms import DocumentDetails, PictureDetails
from organisations.readers import describe


@dataclass(frozen=True)
class Kind:
    """Pictures or documents.

    name: how the addresses of one are called; plural: how that of all is; cleaned: what looks at an upload, and raises
    ValidationError; title, formats: for people.
    """

    name: str
    plural: str
    model: Any
    form: type[PictureDetails] | type[DocumentDetails]
    cleaned: Callable[[File], File]
    icon: str
    title: Promise
    formats: Promise

    @property
    def address(self) -> str:
        """Where all of them are listed."""
        return reverse(f"organisations_admin:{self.plural}")

    @property
    def add_address(self) -> str:
        return reverse(f"organisations_admin:{self.name}_add")

    def addresses_of(self, file: Any) -> dict[str, str]:
        """The screens of one of them: to edit it, and by name what else there is."""
        names = {"edit": "", "delete": "_delete", "usage": "_usage", "readers": "_readers"}
        return {key: reverse(f"organisations_admin:{self.name}{end}", args=[file.pk]) for key, end in names.items()}


PICTURES = Kind(
    name="picture",
    plural="pictures",
    model=NetworkImage,
    form=PictureDetails,
    cleaned=cleaned_picture,
    icon="image",
    title=_("Pictures"),
    formats=_(
        "Up to 10 pictures of up to 20 MB each: JPEG, PNG, WebP, AVIF or GIF. Each is drawn anew: place, time and "
        "camera are not kept."
    ),
)
DOCUMENTS = Kind(
    name="document",
    plural="documents",
    model=NetworkDocument,
    form=DocumentDetails,
    cleaned=cleaned_document,
    icon="doc-full-inverse",
    title=_("Documents"),
    formats=_("Up to 10 PDF files. Each is checked and written anew: who wrote it and with what is not kept."),
)
KINDS = (PICTURES, DOCUMENTS)


class FileScreen(View):
    """A screen of one picture or document. Raises Http404 for those who may not what the screen is for."""

    http_method_names = ["get", "post"]
    kind = PICTURES
    file: Any

    def files(self, person: User) -> QuerySet:
        """The files that have this screen for this person."""
        return permissions.own_files(person, self.kind.model.objects.all())

    def dispatch(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        files = self.files(person_of(request)).select_related("collection__access__policy", "collection__access__owner")
        if request.method == "POST":
            files = files.select_for_update(of=("self",))
        self.file = get_object_or_404(files, pk=next(iter(ids.values())))
        self.title = self.file.title
        return super().dispatch(request)

    def common(self) -> dict[str, Any]:
        """What every template of these screens is told."""
        person, file, all_files = person_of(self.request), self.file, self.kind.model.objects.filter(pk=self.file.pk)
        return {
            "kind": self.kind,
            "file": file,
            "file_title": self.title,
            "addresses": self.kind.addresses_of(file),
            "rule": describe(rules.as_lists(readers_of(file))),
            "may_change": permissions.changeable_files(person, all_files).exists(),
            "may_say_who_reads": permissions.publishable_files(person, all_files).exists(),
        }


def size_of(picture: NetworkImage, spec: str) -> Any:
    """This picture at this size; None where its bytes are lost."""
    try:
        return picture.get_rendition(spec)
    except SourceImageIOError:
        return None
