"""Where one way to reach an entry, or the whole entry, is withdrawn for safety, once it was said what goes."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import person_of
from directory import actions, permissions
from directory.actions.takedown import contact_keys
from directory.models import Entry
from organisations.views.withdrawal import WithdrawalForm


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Ask, and withdraw the contact method that is named, or else the whole entry. Raises Http404 for those who do not
    edit entries, and for a contact method that the entry does not have."""
    entry = get_object_or_404(permissions.editable_entries(request.user), pk=entry_id)
    contact = _contact(entry, request.POST.get("contact", "") or request.GET.get("contact", ""))
    form = WithdrawalForm(request.POST or None)
    way = _way(entry, contact) if contact else ""
    if contact:
        form.fields["reason"].help_text = _("Those who work on the directory read this.")
    left: list[Entry] = []
    if request.method == "POST" and form.is_valid():
        try:
            left = _withdraw(request, entry, contact, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("It is withdrawn: nothing of it is kept."))
            if not left:
                return redirect("directory_admin:entry", entry.pk)
    context = {"entry": entry, "contact": contact or "", "way": way, "form": form, "left": left}
    return render(request, "directory/admin/withdraw.html", context)


def _contact(entry: Entry, sent: str) -> UUID | None:
    if not sent:
        return None
    if sent not in contact_keys(entry):
        raise Http404
    return UUID(sent)


def _way(entry: Entry, contact: UUID) -> str:
    """The contact method as whoever edits the entry knows it; empty for one that only what is listed still has."""
    for kept in entry.restricted_contacts.filter(uuid=contact):
        return f"{kept.get_kind_display()}: {kept.secret.value}"
    return str(entry.contacts.filter(uuid=contact).first() or "")


def _withdraw(request: HttpRequest, entry: Entry, contact: UUID | None, *, reason: str) -> list[Entry]:
    """Returns the entries that still say the same contact method."""
    by, language = person_of(request), get_language() or ""
    if contact is None:
        actions.withdraw_entry(entry, by=by, reason=reason, language=language)
        return []
    return actions.withdraw_contact(entry, contact, by=by, reason=reason, language=language)
