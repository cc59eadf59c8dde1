"""Where the secretariat lets an organisation leave: what passes to whom is said first, and what it takes with it."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import person_of
from organisations import permissions
from organisations.actions.leaving import Rest, leave_network, next_owner, pages_that_pass
from organisations.audit import record
from organisations.export import archive_of, was_handed_out
from organisations.models import Organisation
from organisations.views.proof import proof_address


class LeavingForm(forms.Form):
    """What becomes of what an organisation owns alone, and whether it is the one that is meant."""

    rest = forms.ChoiceField(
        label=gettext_lazy("What becomes of what it owns alone?"), choices=Rest.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation, to be sure"),
        max_length=160,
        help_text=gettext_lazy("Write it as it stands above."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_rest(self) -> str:
        """Nothing is deleted before an archive of it was handed out: it is nowhere else afterwards."""
        rest = self.cleaned_data["rest"]
        if rest == Rest.DELETED and not was_handed_out(self.organisation):
            raise ValidationError(_("Save the archive first: what is deleted is nowhere else."))
        return rest

    def clean_name(self) -> str:
        if self.cleaned_data["name"].strip() != self.organisation.name:
            raise ValidationError(_("This is another name. Nothing was done."))
        return self.organisation.name


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Ask, and let it leave. Raises Http404 for all but the secretariat, and for one that has left."""
    leaving = get_object_or_404(permissions.departing_organisations(person_of(request)), uuid=organisation)
    form, proof = LeavingForm(request.POST or None, organisation=leaving), proof_address(request)
    if request.method == "POST" and not proof and form.is_valid():
        try:
            leave_network(leaving, by=person_of(request), rest=Rest(form.cleaned_data["rest"]))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(name)s has left the network.") % {"name": leaving.name})
            return redirect("organisations_admin:organisations")
    passing: dict[Organisation, int] = {}
    for page in pages_that_pass(leaving):
        owner = next_owner(page, leaving)
        passing[owner] = passing.get(owner, 0) + 1
    context = {
        "organisation": leaving,
        "form": form,
        "proof": proof,
        "passing": sorted(passing.items(), key=lambda row: row[0].name),
    }
    return render(request, "organisations/admin/leave.html", context)


@require_http_methods(["POST"])
def export(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Everything that an organisation owns, for it to take along. It is logged that this was handed out.

    Raises Http404 as the screen does.
    """
    leaving = get_object_or_404(permissions.departing_organisations(person_of(request)), uuid=organisation)
    if proof_address(request):
        return redirect("organisations_admin:leave", leaving.uuid)
    record("organisation.exported", by=person_of(request), organisation=leaving, about=leaving)
    response = HttpResponse(archive_of(leaving), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="organisation.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
