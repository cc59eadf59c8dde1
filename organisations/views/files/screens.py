"""One picture or document: what it is, where it is used, changing and deleting it, and who may read it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.models import User
from accounts.requests import person_of
from organisations import permissions
from organisations.actions.files import (
    change_file,
    delete_file,
    readers_in_question,
    refuse_over_heads_of_editors,
    seen_on,
    set_file_readers,
)
from organisations.file_forms import ReadersForm, tags_of
from organisations.usage import pages_showing, published_with
from organisations.views.files.kinds import PICTURES, FileScreen, size_of

LARGE = "max-800x600"


class EditFile(FileScreen):
    """Shows a file to all who work for its organisation, and to those who may change it the form for that."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self.kind.form(instance=self.file))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change it; a refusal is shown in the form, and nothing was done. Raises Http404 for those who may not."""
        common = self.common()
        if not common["may_change"]:
            raise Http404
        form: Any = self.kind.form(request.POST, request.FILES, instance=self.file)
        if form.is_valid():
            tags, is_replaced = form.cleaned_data["tags"], form.is_replaced
            if is_replaced:
                form.instance.file = form.cleaned_data["file"]
            try:
                change_file(form.instance, by=person_of(request), tags=tags, is_replaced=is_replaced)
            except ValidationError as refused:
                form.add_error(None, refused.messages)
            else:
                messages.success(request, _("“%(title)s” is changed.") % {"title": form.instance.title})
                return redirect(self.kind.addresses_of(self.file)["edit"])
        return self._show(form)

    def _show(self, form: Any) -> HttpResponse:
        # Anew: what was refused stands in the form alone.
        file = self.kind.model.objects.get(pk=self.file.pk)
        is_picture = self.kind is PICTURES
        context = {
            "form": form,
            "tags": tags_of(file),
            "large": size_of(file, LARGE) if is_picture else None,
            "original": reverse("media_file", args=[file.file.name]) if is_picture else file.url,
            "format": file.file.name.rsplit(".", 1)[-1].upper(),
        }
        return render(self.request, "organisations/admin/files/edit.html", self.common() | context)


class FileUsage(FileScreen):
    """Says which pages that the person works on show it. Those of others are neither named nor counted."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"showing": pages_showing(self.file, person_of(request))}
        return render(request, "organisations/admin/files/usage.html", self.common() | context)


class DeleteFile(FileScreen):
    """Asks before a file is deleted, and says which pages of one's own show it."""

    def files(self, person: User) -> QuerySet:
        return permissions.changeable_files(person, self.kind.model.objects.all())

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show([])

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete; a refusal is shown on the same screen, and nothing was done."""
        try:
            delete_file(self.file, by=person_of(request), seen=request.POST.get("seen", ""))
        except ValidationError as refused:
            return self._show(refused.messages)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": self.title})
        return redirect(self.kind.address)

    def _show(self, refusals: list[str]) -> HttpResponse:
        person = person_of(self.request)
        showing = pages_showing(self.file, person)
        try:
            refuse_over_heads_of_editors(self.file, by=person, pages=showing)
        except ValidationError as refused:
            why_not = refused.messages
        else:
            why_not = []
        context = {"showing": showing, "seen": seen_on(showing), "refusals": refusals or why_not, "why_not": why_not}
        return render(self.request, "organisations/admin/files/delete.html", self.common() | context)


class FileReaders(FileScreen):
    """Asks who may read a file that no published page shows; of the others it says who decides."""

    def files(self, person: User) -> QuerySet:
        return permissions.publishable_files(person, self.kind.model.objects.all())

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(self._form(initial={"collection": self.file.collection_id}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put it where those read it who were chosen; a refusal is shown in the form, and nothing was done."""
        form, person = self._form(request.POST), person_of(request)
        if form.is_valid():
            place, sure = form.cleaned_data["collection"], form.cleaned_data["sure"]
            try:
                set_file_readers(self.file, place, by=person, seen=request.POST.get("seen", ""), sure=sure)
            except ValidationError as refused:
                form.add_error(None, refused.messages)
            else:
                messages.success(request, _("Who may read “%(title)s” is decided.") % {"title": self.title})
                return redirect(self.kind.addresses_of(self.file)["edit"])
        return self._show(form)

    def _form(self, *args: Any, **kwargs: Any) -> ReadersForm:
        return ReadersForm(*args, owner=self.file.collection.access.owner, **kwargs)

    def _show(self, form: ReadersForm) -> HttpResponse:
        published = published_with(self.file, pages_showing(self.file, person_of(self.request)))
        context = {"form": form, "published": published, "seen": readers_in_question(self.file)}
        return render(self.request, "organisations/admin/files/readers.html", self.common() | context)
