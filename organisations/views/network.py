"""What the secretariat does with organisations: opens them with their first coordinator, finds them another one, adds a
language, suspends them and lets them go on."""

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.requests import person_of
from content.countries import country_name
from organisations import permissions, roles
from organisations.actions import reinstate_organisation, suspend_organisation, translate_workspace
from organisations.actions.opening import front_pages, open_with_coordinator
from organisations.actions.people import remove_member
from organisations.models import Organisation
from organisations.people_forms import AddLanguageForm, InviteCoordinatorForm, OpenOrganisationForm, add_errors
from organisations.views.inviting import answer_again_or_back, invite_by_form, may_send, too_many
from organisations.views.proof import proof_address

State = Organisation.State


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation with its state, and whether somebody coordinates it. Raises Http404 for all but the
    secretariat. The same number of queries for any number of organisations."""
    if not permissions.has_network_role(request.user, roles.SECRETARIAT):
        raise Http404
    today = timezone.localdate()
    coordinates = Q(memberships__role=roles.COORDINATOR, memberships__person__is_active=True)
    now = Q(memberships__until__isnull=True) | Q(memberships__until__gte=today)
    rows = permissions.kept_organisations(request.user).annotate(
        coordinators=Count("memberships", filter=coordinates & now)
    )
    return render(request, "organisations/admin/network/organisations.html", {"organisations": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """Open an organisation and invite its first coordinator, in one act. Raises Http404 for all but the secretariat."""
    if not permissions.has_network_role(request.user, roles.SECRETARIAT):
        raise Http404
    languages, proof = list(front_pages()), proof_address(request)
    form = OpenOrganisationForm(
        request.POST if request.method == "POST" else None,
        languages=languages,
        initial={"languages": languages, "language": get_language()},
    )
    if request.method == "POST" and not proof and form.is_valid() and (opened := _open(request, form)):
        return redirect("organisations_admin:organisation", opened.uuid)
    return render(request, "organisations/admin/network/open.html", {"form": form, "proof": proof})


def _open(request: HttpRequest, form: OpenOrganisationForm) -> Organisation | None:
    """The organisation that was opened, None for one that was refused, which the form then says."""
    asked = form.cleaned_data
    if not may_send(request):
        form.add_error(None, too_many())
        return None
    try:
        opened, invitation = open_with_coordinator(
            form.new(), email=asked["email"], language=asked["language"], by=person_of(request)
        )
    except ValidationError as refusal:
        add_errors(form, refusal)
        return None
    values = {"organisation": opened, "address": invitation.email}
    messages.success(request, _("%(organisation)s is open. A link is on its way to %(address)s.") % values)
    return opened


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation, who coordinates it and who was asked to; nothing of what it does.

    Raises Http404 for all but the secretariat, and for people and invitations that are not those of coordinators.
    """
    kept = get_object_or_404(permissions.kept_organisations(request.user), uuid=organisation)
    proof, step = proof_address(request), request.POST.get("step", "")
    form = InviteCoordinatorForm(_sent(request, "invite"), initial={"language": get_language()})
    more = AddLanguageForm(_sent(request, "add_language"), languages=_languages_to_add(kept), auto_id="id_more_%s")
    if request.method == "POST" and not proof and _done(request, kept, step, form, more):
        return redirect("organisations_admin:organisation", kept.uuid)
    context = {
        "organisation": kept,
        "country": country_name(kept.country) if kept.country else "",
        "workspaces": kept.workspaces.select_related("locale").order_by("locale_id"),
        "coordinators": _coordinators(request, kept),
        "invitations": [(row, True) for row in permissions.kept_invitations(request.user).filter(organisation=kept)],
        "form": form,
        "more_languages": more,
        "proof": proof,
        "may_suspend": kept.state == State.ACTIVE,
        "may_go_on": kept.state == State.SUSPENDED,
    }
    return render(request, "organisations/admin/network/organisation.html", context)


def _sent(request: HttpRequest, step: str) -> QueryDict | None:
    """What was sent with the form of this step; None when it was another one's."""
    return request.POST if request.method == "POST" and request.POST.get("step") == step else None


def _languages_to_add(organisation: Organisation) -> list[str]:
    """The languages that the site has and the workspace of this organisation does not; none unless it is active."""
    there = set(organisation.workspaces.values_list("locale__language_code", flat=True))
    return [code for code in front_pages() if code not in there] if organisation.is_active else []


def _coordinators(request: HttpRequest, kept: Organisation):
    return permissions.kept_coordinators(request.user).filter(organisation=kept).select_related("person")


def _done(
    request: HttpRequest, kept: Organisation, step: str, form: InviteCoordinatorForm, more: AddLanguageForm
) -> bool:
    """Do what the form asks for. Returns False when it was refused and the form says why."""
    if step == "invite":
        return form.is_valid() and invite_by_form(request, kept, form, role=roles.COORDINATOR)
    if step == "add_language":
        if more.is_valid():
            _add_language(request, kept, more.cleaned_data["language"])
        return more.is_valid()
    if step == "end":
        row = get_object_or_404(_coordinators(request, kept), pk=request.POST.get("membership") or 0)
        remove_member(row, by=person_of(request))
        values = {"person": row.person, "organisation": kept}
        messages.success(request, _("%(person)s does not belong to %(organisation)s any more.") % values)
        return True
    answer_again_or_back(request, permissions.kept_invitations(request.user).filter(organisation=kept))
    return True


def _add_language(request: HttpRequest, kept: Organisation, language: str) -> None:
    translate_workspace(kept, front_pages()[language].locale, by=person_of(request))
    said = _("It has a page in this language now, with its name. Its editors find the text there as a draft.")
    messages.success(request, said)


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, organisation: str) -> HttpResponse:
    """Suspend an organisation, or let it go on, after it was said what that means. Raises Http404 for all but the
    secretariat, and for an organisation that left."""
    kept_here = permissions.kept_organisations(request.user).exclude(state=State.LEFT)
    kept, proof = get_object_or_404(kept_here, uuid=organisation), proof_address(request)
    if request.method == "POST" and not proof:
        # What was confirmed is done, and not its opposite when somebody else was quicker.
        if request.POST.get("step") == "suspend" and kept.state == State.ACTIVE:
            suspend_organisation(kept, by=person_of(request))
            messages.success(request, _("%(organisation)s is suspended.") % {"organisation": kept})
        elif request.POST.get("step") == "go_on" and kept.state == State.SUSPENDED:
            reinstate_organisation(kept, by=person_of(request))
            messages.success(request, _("%(organisation)s goes on.") % {"organisation": kept})
        return redirect("organisations_admin:organisation", kept.uuid)
    context = {"organisation": kept, "suspends": kept.state == State.ACTIVE, "proof": proof}
    return render(request, "organisations/admin/network/state.html", context)
