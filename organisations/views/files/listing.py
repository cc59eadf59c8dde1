"""All pictures or documents of somebody's organisations: searched, narrowed down and put in order; nobody else's are
shown, counted or told of by what can be chosen."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.models import User
from accounts.requests import person_of
from organisations.file_forms import tags_of
from organisations.own_tags import tags_among
from organisations.permissions import (
    fillable_collections,
    organisations_of,
    own_collections,
    own_files,
    settable_collections,
)
from organisations.readers import words_for
from organisations.roles import WRITING
from organisations.views.files.kinds import KINDS, PICTURES, Kind, size_of

AT_ONCE = 24
# The size that the dialog for choosing a picture has as well.
SMALL = "max-165x165"
ORDERS = {"newest": "-created_at", "oldest": "created_at", "title": "title", "largest": "-file_size"}
ORDER_NAMES = [
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("title", _("By title")),
    ("largest", _("Largest first")),
]


class FileFilter(forms.Form):
    """Which files to show, and in which order. Everything may be left empty."""

    q = forms.CharField(label=_("Words in title or tags"), required=False, max_length=200)
    collection_id = forms.ChoiceField(label=_("Who may read it"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    ordering = forms.ChoiceField(label=_("Order"), required=False, choices=ORDER_NAMES)

    def __init__(self, *args: Any, readers: dict[int, str], tags: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["collection_id"].choices = [("", _("All")), *((str(pk), words) for pk, words in readers.items())]
        fields["tag"].choices = [("", _("All")), *((tag, tag) for tag in tags)]
        if not tags:
            del fields["tag"]

    def only(self, files: QuerySet) -> QuerySet:
        """Those of these files for which the form asks, in its order; a field that says nothing sensible asks for
        nothing."""
        self.is_valid()
        asked = self.cleaned_data
        for word in asked.get("q", "").split():
            tagged = files.model.objects.filter(tags__name__icontains=word)
            files = files.filter(Q(title__icontains=word) | Q(pk__in=tagged.values("pk")))
        if asked.get("collection_id"):
            files = files.filter(collection=asked["collection_id"])
        if asked.get("tag"):
            files = files.filter(tags__name=asked["tag"])
        return files.order_by(ORDERS[asked.get("ordering") or "newest"], "pk")


class Files(View):
    """The list of one kind. The same number of queries for any number of files.

    Raises Http404 for those who work for no organisation.
    """

    http_method_names = ["get"]
    kind = PICTURES

    def get(self, request: HttpRequest) -> HttpResponse:
        person, kind = person_of(request), self.kind
        if not organisations_of(person, *WRITING).exists():
            raise Http404
        readers = words_for(own_collections(person).order_by("access__owner__name", "path"))
        own = own_files(person, kind.model.objects.all())
        tags = list(tags_among(own).values_list("name", flat=True))
        form = FileFilter(request.GET, readers=readers, tags=tags)
        page = Paginator(form.only(own), AT_ONCE).get_page(request.GET.get("p"))
        context = {
            "kind": kind,
            "kinds": [(each, _count(each, person, request)) for each in KINDS],
            "form": form,
            "page": page,
            "rows": [_row(kind, file, readers) for file in _with_all(page.object_list, kind)],
            "is_new": not own.exists(),
            "may_add": fillable_collections(person).exists(),
            "may_set_readers": settable_collections(person).exists(),
            "q": request.GET.get("q", ""),
        }
        return render(request, "organisations/admin/files/list.html", context)


def _count(kind: Kind, person: User, request: HttpRequest) -> int:
    """How many of this kind of one's own there are with the words that are searched."""
    own = own_files(person, kind.model.objects.all())
    form = FileFilter({"q": request.GET.get("q", "")}, readers={}, tags=[])
    return form.only(own).count()


def _with_all(files: Any, kind: Kind) -> Any:
    files = files.prefetch_related("tags")
    return files.prefetch_renditions(SMALL) if kind is PICTURES else files


def _row(kind: Kind, file: Any, readers: dict[int, str]) -> dict[str, Any]:
    return {
        "file": file,
        "small": size_of(file, SMALL) if kind is PICTURES else None,
        "readers": readers[file.collection_id],
        "tags": tags_of(file),
        "format": file.file.name.rsplit(".", 1)[-1].upper(),
        "addresses": kind.addresses_of(file),
    }
