"""Where an entry is looked at, moved on, voted and taken down."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
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
from directory.votes import Objection, Outcome
from directory.words import term_labels

Act = Callable[[Entry, HttpRequest], object]
OBJECTIONS = {
    Objection.NO_VETTER: _("You are not appointed as a vetter."),
    Objection.OWN: _("The entry is one of your organisations."),
    Objection.NOMINATOR: _("It was proposed by you or by one of your organisations."),
    Objection.HOST: _("It belongs to one of your organisations."),
    Objection.DECLARED: _("Your organisation declared a conflict of interest."),
    Objection.EDITED: _("You edited it."),
}
# Why nobody votes on an entry in this state.
NOT_NOW = {
    State.NOMINATED: _("It is only proposed; votes begin when an editor starts checking it."),
    State.NEEDS_INFORMATION: _("It waits for information; votes begin when it is checked again."),
    State.DECLINED: _("It was declined; votes begin when an editor has it checked again."),
    State.SUSPENDED: _(
        "It is suspended; votes begin when the suspension is over, or when an editor has it checked again."
    ),
    State.DELISTED: _("It was taken off the list; votes begin when an editor has it checked again."),
}
# What a vote decided, where it decided something.
DECIDED = {
    Outcome.ACCEPTED: _("Two organisations have said yes: it is listed now as it was proposed."),
    Outcome.REFUSED: _("Two organisations have said no."),
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
        "objections": _objections(found, request.user),
        "votes": [
            (vote, vote.digest == digest)
            for vote in found.votes.select_related("organisation", "person").order_by("-pk")
        ],
        "ways": list(found.contacts.all()),
        "restricted": list(permissions.vetters_ways(request.user, found)),
        "hidden": {str(row.contact) for row in found.hidden_contacts.all()},
        "withdrawals": list(found.withdrawals.order_by("-pk")),
        "withdrawn": found.withdrawals.filter(contact=None).exists(),
        "is_public": permissions.public_entries().filter(pk=found.pk).exists(),
        "can_suspend": permissions.may_take_down(request.user, found),
        "suspension": getattr(found, "suspension", None) if found.state == State.SUSPENDED else None,
        **rights(request),
    }
    return render(request, "directory/admin/entry.html", context)


def _objections(found: Entry, person: Person) -> list[str]:
    """Everything that keeps this person from voting on an entry now, in words."""
    own = [str(OBJECTIONS[each]) for each in permissions.objections_to(person, [found])[found.pk]]
    return own if found.state in permissions.VOTABLE_STATES else [str(NOT_NOW[State(found.state)]), *own]


def _do(request: HttpRequest, found: Entry) -> HttpResponse:
    """Do one step and go back to where it was asked for; a refusal is shown there in words."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None or not step.allowed(request.user).filter(pk=found.pk).exists():
        raise Http404
    try:
        result = step.act(found, request)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _said(step, result))
    return redirect(step.leads_to, found.pk)


def _said(step: "Step", result: object) -> str:
    """What was done, and what a vote decided by that."""
    decided = DECIDED.get(result) if isinstance(result, Outcome) else None
    return f"{step.done} {decided}" if decided else str(step.done)


def _contact(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("contact", ""))
    except ValueError as error:
        raise Http404 from error


def _vote(found: Entry, request: HttpRequest, *, yes: bool) -> Outcome:
    return actions.cast_vote(found, yes=yes, by=person_of(request), digest=request.POST.get("digest", ""))


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
    """One thing that can be done with an entry: to which entries this person may do it, what it does, what is said
    when it is done, what is shown then."""

    allowed: Callable[[Person], QuerySet[Entry]]
    act: Act
    done: Promise
    leads_to: str = "directory_admin:entry"


def _by(action: Callable[..., object]) -> Act:
    """An action that needs no more than the entry and who does it."""
    return lambda found, request: action(found, by=person_of(request))


def _vetter(act: Act, done: Promise) -> Step:
    return Step(permissions.takedown_entries, act, done)


def _editor(act: Act, done: Promise, leads_to: str = "directory_admin:entry") -> Step:
    return Step(permissions.editable_entries, act, done, leads_to)


def _delist(found: Entry, request: HttpRequest) -> None:
    actions.delist_entry(found, reason=request.POST.get("reason", ""), by=person_of(request))


STEPS: dict[str, Step] = {
    "yes": _vetter(lambda found, request: _vote(found, request, yes=True), _("You voted yes for your organisation.")),
    "no": _vetter(lambda found, request: _vote(found, request, yes=False), _("You voted no for your organisation.")),
    "conflict": _vetter(
        _by(actions.declare_conflict),
        _("The conflict of interest is declared. No vote of your organisation counts; this cannot be taken back."),
    ),
    "suspend": _vetter(
        _by(actions.suspend_entry),
        _("It is suspended: the public does not see it. A vetter of another organisation confirms within 72 hours."),
    ),
    "confirm": _vetter(
        _by(actions.confirm_suspension),
        _("The suspension is confirmed. The entry stays away until it is voted anew."),
    ),
    "hide": _vetter(
        lambda found, request: actions.hide_contact(found, _contact(request), by=person_of(request)),
        _("This way is hidden from everybody at once."),
    ),
    "show": _vetter(
        lambda found, request: actions.show_contact(found, _contact(request), by=person_of(request)),
        _("This way is shown again."),
    ),
    "check": _editor(
        _by(actions.start_checking),
        _("It is being checked now; vetters can vote."),
    ),
    "ask": _editor(
        _by(actions.ask_for_information),
        _("It waits for information now."),
    ),
    "decline": _editor(_by(actions.decline_entry), _("It is declined.")),
    "reopen": _editor(_by(actions.reopen_entry), _("It is being checked again.")),
    "delist": _editor(_delist, _("It is taken off the list. Its address stays, with your reason.")),
    "keep": _editor(_keep, _("This way is kept back. It counts when it is voted."), "directory_admin:edit"),
    "drop": _editor(_drop, _("This way is taken out. What is listed stays until it is voted."), "directory_admin:edit"),
}
