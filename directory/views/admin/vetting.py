"""Where an entry is looked at, moved on, voted and taken down."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import person_of
from directory import actions, permissions
from directory.content import content_of, proposal_digest
from directory.differences import differences
from directory.forms.entry import RestrictedForm
from directory.models import Entry, ListedState, State
from directory.permissions import Person
from directory.views.admin.lists import rights
from directory.votes import Objection
from directory.words import term_labels

OBJECTIONS = {
    Objection.NO_VETTER: gettext_lazy("You are not appointed as a vetter."),
    Objection.OWN: gettext_lazy("The entry is one of your organisations."),
    Objection.NOMINATOR: gettext_lazy("It was proposed by you or by one of your organisations."),
    Objection.HOST: gettext_lazy("It belongs to one of your organisations."),
    Objection.DECLARED: gettext_lazy("Your organisation declared a conflict of interest."),
    Objection.EDITED: gettext_lazy("You edited it."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry, and the steps that can be taken with it. Raises Http404 for those who neither edit nor vet, and for a
    step that is not theirs or does not exist."""
    found = get_object_or_404(permissions.visible_entries(request.user), pk=entry_id)
    return _do(request, found) if request.method == "POST" else _show(request, found)


def _show(request: HttpRequest, found: Entry) -> HttpResponse:
    """What is proposed beside what is listed, its state, votes and ways."""
    listed = ListedState.objects.filter(entry=found).first()
    content = content_of(found)
    labels = {code: label for (_branch, code), label in term_labels().items()}
    digest = proposal_digest(found)
    context = {
        "entry": found,
        "listed": listed,
        "differences": differences(listed.content if listed else None, content, labels),
        "digest": digest,
        "may_vote": permissions.may_vote(request.user, found),
        "objections": [OBJECTIONS[each] for each in permissions.objections_to(request.user, [found])[found.pk]],
        "votes": [
            (vote, vote.digest == digest)
            for vote in found.votes.select_related("organisation", "person").order_by("-pk")
        ],
        "ways": list(found.contacts.all()),
        "restricted": list(permissions.vetters_ways(request.user, found)),
        "hidden": {str(row.contact) for row in found.hidden_contacts.all()},
        "is_public": permissions.public_entries().filter(pk=found.pk).exists(),
        "can_suspend": permissions.may_take_down(request.user, found),
        "suspension": getattr(found, "suspension", None) if found.state == State.SUSPENDED else None,
        **rights(request),
    }
    return render(request, "directory/admin/entry.html", context)


def _do(request: HttpRequest, found: Entry) -> HttpResponse:
    """Do one step and go back to where it was asked for; a refusal is shown there in words."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None or not step.allowed(request.user).filter(pk=found.pk).exists():
        raise Http404
    try:
        step.act(found, request)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Done."))
    return redirect(step.leads_to, found.pk)


def _contact(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("contact", ""))
    except ValueError as error:
        raise Http404 from error


def _vote(found: Entry, request: HttpRequest, *, yes: bool) -> None:
    actions.cast_vote(found, yes=yes, by=person_of(request), digest=request.POST.get("digest", ""))


def _keep(found: Entry, request: HttpRequest) -> None:
    form = RestrictedForm(request.POST, prefix="kept")
    if not form.is_valid():
        raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
    data = form.cleaned_data
    actions.keep_contact(found, form.secret(), kind=data["kind"], audience=data["audience"], by=person_of(request))


def _drop(found: Entry, request: HttpRequest) -> None:
    contacts = permissions.vetters_ways(request.user, found).filter(proposed=True)
    actions.drop_contact(get_object_or_404(contacts, uuid=_contact(request)), by=person_of(request))


@dataclass(frozen=True)
class Step:
    """One thing that can be done with an entry: to which entries this person may do it, what it does, what is shown
    afterwards."""

    allowed: Callable[[Person], QuerySet[Entry]]
    act: Callable[[Entry, HttpRequest], object]
    leads_to: str = "directory_admin:entry"


def _vetter(act: Callable[[Entry, HttpRequest], object]) -> Step:
    return Step(permissions.takedown_entries, act)


def _editor(act: Callable[[Entry, HttpRequest], object], leads_to: str = "directory_admin:entry") -> Step:
    return Step(permissions.editable_entries, act, leads_to)


STEPS: dict[str, Step] = {
    "yes": _vetter(lambda found, request: _vote(found, request, yes=True)),
    "no": _vetter(lambda found, request: _vote(found, request, yes=False)),
    "conflict": _vetter(lambda found, request: actions.declare_conflict(found, by=person_of(request))),
    "suspend": _vetter(lambda found, request: actions.suspend_entry(found, by=person_of(request))),
    "confirm": _vetter(lambda found, request: actions.confirm_suspension(found, by=person_of(request))),
    "hide": _vetter(lambda found, request: actions.hide_contact(found, _contact(request), by=person_of(request))),
    "show": _vetter(lambda found, request: actions.show_contact(found, _contact(request), by=person_of(request))),
    "check": _editor(lambda found, request: actions.start_checking(found, by=person_of(request))),
    "ask": _editor(lambda found, request: actions.ask_for_information(found, by=person_of(request))),
    "decline": _editor(lambda found, request: actions.decline_entry(found, by=person_of(request))),
    "reopen": _editor(lambda found, request: actions.reopen_entry(found, by=person_of(request))),
    "delist": _editor(
        lambda found, request: actions.delist_entry(found, reason=request.POST.get("reason", ""), by=person_of(request))
    ),
    "keep": _editor(_keep, "directory_admin:edit"),
    "drop": _editor(_drop, "directory_admin:edit"),
}
