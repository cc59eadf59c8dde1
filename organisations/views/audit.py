"""What was written down in the audit log, newest first, for those who look after it, and for coordinators what of it is
their organisation's matter. Looking changes nothing."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import person_of
from content.days import DayInput
from organisations import roles
from organisations.audit_words import audit_words
from organisations.checkpoints import kept_checkpoints
from organisations.models import Appointment, AuditEntry
from organisations.permissions import (
    may_read_audit_log,
    people_known_to,
    readable_audit_entries,
    reads_whole_audit_log,
)
from organisations.verification import is_guarded, verify

AT_ONCE = 50
# So many entries are checked in less than a second.
AT_SIGHT = 10_000


class AuditFilter(forms.Form):
    """Which entries to show. Everything may be left empty."""

    organisation = forms.UUIDField(
        label=_("Organisation"),
        required=False,
        help_text=_("The public id of an organisation, as it stands in the list. It is a link there."),
        error_messages={"invalid": _("This is no public id. Copy one from the list, or choose it there.")},
    )
    action = forms.ChoiceField(
        label=_("What happened"), required=False, help_text=_("Only what has happened at least once can be chosen.")
    )
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=DayInput,
        help_text=_("The first day that is shown."),
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        widget=DayInput,
        help_text=_("The last day that is shown."),
    )

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Everything")), *actions]  # type: ignore[attr-defined]  # of a choice field

    def only(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """Those of these entries for which the form asks; a field that says nothing sensible asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        conditions = {
            "organisation": asked.get("organisation"),
            "action": asked.get("action"),
            "at__gte": _moment(asked.get("since"), time.min),
            "at__lte": _moment(asked.get("until"), time.max),
        }
        return entries.filter(**{name: value for name, value in conditions.items() if value})


def _moment(day: Any, at: time) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, at)) if day else None


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The log, fifty entries at a time, with who, for whom and what about by public ids, and never any content.

    Auditors also hear whether it is whole. Coordinators are told neither numbers, which would count what others do, nor
    who of other organisations did something. The same number of queries for any number of entries.
    Raises Http404 for those who may not read it.
    """
    person = person_of(request)
    if not may_read_audit_log(person):
        raise Http404
    entries, reads_all = readable_audit_entries(person), reads_whole_audit_log(person)
    actions = list(entries.order_by("action").values_list("action", flat=True).distinct())
    words = audit_words()
    named = sorted(((code, str(words.get(code, code))) for code in actions), key=lambda each: each[1].casefold())
    form = AuditFilter(request.GET, actions=named)
    page = Paginator(form.only(entries).order_by("-number"), AT_ONCE).get_page(request.GET.get("p"))
    actors = None if reads_all else _names_of(list(page), person)
    context = {
        "form": form,
        "page": page,
        "lines": [_line(entry, words.get(entry.action, ""), actors) for entry in page],
        "is_new": not actions,
        "reads_all": reads_all,
        "check": _check(entries, asked="check" in request.GET) if reads_all else None,
    }
    return render(request, "organisations/admin/audit.html", context)


def _check(entries: QuerySet[AuditEntry], *, asked: bool) -> dict[str, Any]:
    """Whether the log is whole; of a long one only when it is asked for, because all of it is read for that."""
    kept = kept_checkpoints()
    if not asked and entries.count() > AT_SIGHT:
        return {"verdict": None}
    return {"verdict": verify(kept.checkpoints), "bad_lines": kept.bad_lines, "is_guarded": is_guarded()}


def _names_of(entries: list[AuditEntry], person: User) -> dict[UUID, str]:
    """Who did these things, in words for a coordinator: people of their organisations by name, others by their part."""
    actors = {entry.actor for entry in entries if entry.actor}
    known = dict(people_known_to(person).filter(uuid__in=actors).values_list("uuid", "display_name"))
    secretariat = Appointment.objects.filter(role=roles.SECRETARIAT, person__uuid__in=actors)
    parts = {uuid: str(_("the secretariat")) for uuid in secretariat.values_list("person__uuid", flat=True)}
    others = str(_("somebody of another organisation"))
    return {actor: known.get(actor) or parts.get(actor) or others for actor in actors}


def _line(entry: AuditEntry, words: str | Promise, actors: dict[UUID, str] | None) -> dict[str, Any]:
    line = {"entry": entry, "words": words, "kind": _kind(entry.object_type), "details": sorted(entry.details.items())}
    return line | {"actor": actors.get(entry.actor) if actors is not None and entry.actor else None}


def _kind(label: str) -> str:
    """What a kind of thing is called, or its name in the log when the site no longer knows it."""
    try:
        return str(apps.get_model(label)._meta.verbose_name) if label else ""
    except (LookupError, ValueError):
        return label
