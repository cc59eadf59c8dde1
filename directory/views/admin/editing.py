"""Where a directory editor makes and changes entries, and the ways that are kept back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.requests import person_of
from directory import actions, permissions
from directory.content import in_order
from directory.forms.entry import ContactFormSet, EntryForm, RestrictedForm, contact_initial, drafts_of
from directory.models import Entry
from directory.views.admin.lists import rights


def new(request: HttpRequest) -> HttpResponse:
    """A new entry to be checked. Raises Http404 for those who do not edit."""
    if not permissions.may_edit_entries(request.user):
        raise Http404
    return _form(request, Entry(), [])


def edit(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The proposal of an entry. Raises Http404 for those who do not edit."""
    entry = get_object_or_404(permissions.editable_entries(request.user), pk=entry_id)
    return _form(request, entry, [contact_initial(each) for each in in_order(entry.contacts.all())])


def _form(request: HttpRequest, entry: Entry, contacts: list[dict[str, Any]]) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = EntryForm(sent, instance=entry)
    formset = ContactFormSet(sent, initial=contacts, prefix="contacts")
    if sent is not None and form.is_valid() and formset.is_valid():
        saved = _save(request, entry.pk, form, drafts_of(formset))
        if saved:
            return redirect("directory_admin:entry", saved.pk)
    context = {
        "entry": entry,
        "form": form,
        "formset": formset,
        "restricted_form": RestrictedForm(prefix="kept"),
        "restricted": _proposed(request, entry),
        **rights(request),
    }
    return render(request, "directory/admin/edit.html", context)


def _proposed(request: HttpRequest, entry: Entry) -> list:
    return list(permissions.vetters_ways(request.user, entry).filter(proposed=True)) if entry.pk else []


def _save(request: HttpRequest, pk: int | None, form: EntryForm, contacts: list) -> Entry | None:
    """Save what was filled in; a refusal is shown in the form."""
    change = form.change(contacts)
    try:
        if pk is None:
            entry = actions.draft_entry(change, by=person_of(request))
        else:
            entry = Entry.objects.get(pk=pk)
            actions.save_entry(entry, change, by=person_of(request))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    messages.success(request, _("Saved. What is listed stays as it is until two organisations have voted."))
    return entry
