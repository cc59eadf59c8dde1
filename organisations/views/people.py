"""The people of one's own organisation: who belongs to it, who is invited, and changing either."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.models import User
from accounts.requests import person_of
from organisations import permissions
from organisations.actions.people import change_membership, remove_member
from organisations.models import Invitation, Membership, Organisation
from organisations.people_forms import InviteForm, MembershipForm, add_errors
from organisations.views.inviting import answer_again_or_back, invite_by_form
from organisations.views.proof import proof_address


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The people of the one organisation that this person coordinates, or the choice between several.

    Raises Http404 for somebody who coordinates none.
    """
    mine = list(permissions.coordinated_organisations(person_of(request)))
    if not mine:
        raise Http404
    if len(mine) == 1:
        return _people(request, mine[0])
    return render(request, "organisations/admin/people/choose.html", {"organisations": mine})


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, organisation: str) -> HttpResponse:
    """The people of this organisation, and who is invited; here an invitation is sent again or taken back.

    Raises Http404 for those who do not coordinate it, and for an invitation that is not theirs to answer for.
    """
    ours = _own(request, organisation)
    if request.method != "POST" or proof_address(request):
        return _people(request, ours)
    answer_again_or_back(request, permissions.own_invitations(person_of(request)).filter(organisation=ours))
    return redirect("organisations_admin:people", ours.uuid)


def _own(request: HttpRequest, organisation: str) -> Organisation:
    return get_object_or_404(permissions.coordinated_organisations(person_of(request)), uuid=organisation)


def _people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The same number of queries for any number of people."""
    rows = Membership.objects.current().filter(organisation=organisation).select_related("person")
    mine = frozenset(permissions.own_invitations(person_of(request)).values_list("pk", flat=True))
    waiting = Invitation.objects.filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "memberships": sorted(rows, key=lambda row: (str(row.person).casefold(), row.pk)),
        "invitations": [(invitation, invitation.pk in mine) for invitation in waiting],
        "proof": proof_address(request),
    }
    return render(request, "organisations/admin/people/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: HttpRequest, organisation: str) -> HttpResponse:
    """Invite somebody to one's own organisation. Raises Http404 for those who do not coordinate it."""
    ours, proof = _own(request, organisation), proof_address(request)
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    is_asked = request.method == "POST" and not proof and form.is_valid()
    if is_asked and invite_by_form(request, ours, form, role=form.cleaned_data["role"]):
        return redirect("organisations_admin:people", ours.uuid)
    context = {"organisation": ours, "form": form, "proof": proof}
    return render(request, "organisations/admin/people/invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Change the role or the last day of somebody of one's own organisation, or remove them; oneself too.

    Raises Http404 for those who do not coordinate it, and when the membership has ended.
    """
    rows = permissions.own_people(person_of(request)).select_related("person", "organisation")
    row, proof = get_object_or_404(rows, pk=membership_id), proof_address(request)
    removes = request.method == "POST" and request.POST.get("step") == "remove"
    sent = request.POST if request.method == "POST" and not removes else None
    form = MembershipForm(sent, role=row.role, initial={"role": row.role, "until": row.until})
    if request.method == "POST" and not proof and (removes or form.is_valid()):
        try:
            _remove(request, row) if removes else _change(request, row, form)
        except ValidationError as refusal:
            _tell(request, form, refusal)
        else:
            return redirect(_back_to(person_of(request), row.organisation))
    context = {"membership": row, "form": form, "proof": proof, "is_own": row.person_id == request.user.pk}
    return render(request, "organisations/admin/people/membership.html", context)


def _change(request: HttpRequest, row: Membership, form: MembershipForm) -> None:
    asked = form.cleaned_data
    change_membership(row, role=asked["role"], until=asked["until"], by=person_of(request))
    messages.success(request, _("Saved. It holds from the next page that %(person)s opens.") % {"person": row.person})


def _remove(request: HttpRequest, row: Membership) -> None:
    remove_member(row, by=person_of(request))
    values = {"person": row.person, "organisation": row.organisation}
    messages.success(request, _("%(person)s does not belong to %(organisation)s any more.") % values)


def _tell(request: HttpRequest, form: MembershipForm, refusal: ValidationError) -> None:
    if form.is_bound:
        add_errors(form, refusal)
    else:
        messages.error(request, " ".join(refusal.messages))


def _back_to(person: User, organisation: Organisation) -> str:
    """The list of people, for whoever still coordinates the organisation; else where this person begins now."""
    if permissions.coordinated_organisations(person).filter(pk=organisation.pk).exists():
        return reverse("organisations_admin:people", args=[organisation.uuid])
    return reverse("wagtailadmin_home" if permissions.may_enter_admin(person) else "account_profile")
