"""Bringing in pictures or documents, one or several at once. What is refused is kept nowhere, not even for a moment."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages

from accounts.requests import person_of
from organisations.actions.files import add_file
from organisations.file_forms import UploadForm
from organisations.permissions import fillable_collections
from organisations.views.files.kinds import PICTURES


class AddFiles(View):
    """Each file is kept whole or not at all, and what was refused is named with the reason. Raises Http404 for those
    who may put files nowhere."""

    http_method_names = ["get", "post"]
    kind = PICTURES

    def dispatch(self, request: HttpRequest) -> HttpResponseBase:
        if not fillable_collections(person_of(request)).exists():
            raise Http404
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        kept: list[Any] = []
        refused: list[tuple[str, list[str]]] = []
        for upload in form.cleaned_data["uploads"]:
            try:
                kept.append(self._keep(upload, form))
            except ValidationError as refusal:
                refused.append((upload.name, refusal.messages))
        if refused:
            return self._show(self._form(initial=form.cleaned_data), kept=kept, refused=refused)
        words = ngettext("%(number)s file is brought in.", "%(number)s files are brought in.", len(kept))
        messages.success(request, words % {"number": len(kept)})
        return redirect(self.kind.addresses_of(kept[0])["edit"] if len(kept) == 1 else self.kind.address)

    def _keep(self, upload: File, form: UploadForm) -> Any:
        asked = form.cleaned_data
        title, place = form.title_of(upload), asked["collection"]
        file = self.kind.model(title=title, file=self.kind.cleaned(upload), collection=place)
        add_file(file, by=person_of(self.request), tags=asked["tags"])
        return file

    def _form(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any) -> UploadForm:
        again = {}
        if initial:
            again = {"tags": ", ".join(initial["tags"]), "collection": initial["collection"].pk}
        return UploadForm(*args, person=person_of(self.request), help_text=self.kind.formats, initial=again, **kwargs)

    def _show(self, form: UploadForm, *, kept: Any = (), refused: Any = ()) -> HttpResponse:
        rows = [(file.title, self.kind.addresses_of(file)["edit"]) for file in kept]
        context = {"kind": self.kind, "form": form, "kept": rows, "refused": refused}
        return render(self.request, "organisations/admin/files/add.html", context)
