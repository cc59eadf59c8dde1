"""What was written down in the audit log, newest first, for those who look after it. Looking changes nothing."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from content.days import DayInput
from organisations.models import AuditEntry
from organisations.permissions import may_read_audit_log, readable_audit_entries

AT_ONCE = 50


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

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Everything")), *((code, code) for code in actions)]  # type: ignore[attr-defined]  # of a choice field

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

    The same number of queries for any number of entries. Raises Http404 for those who may not read it.
    """
    if not may_read_audit_log(request.user):
        raise Http404
    entries = readable_audit_entries(request.user)
    actions = list(entries.order_by("action").values_list("action", flat=True).distinct())
    form = AuditFilter(request.GET, actions=actions)
    page = Paginator(form.only(entries).order_by("-number"), AT_ONCE).get_page(request.GET.get("p"))
    context = {"form": form, "page": page, "lines": [_line(entry) for entry in page], "is_new": not actions}
    return render(request, "organisations/admin/audit.html", context)


def _line(entry: AuditEntry) -> dict[str, Any]:
    return {"entry": entry, "kind": _kind(entry.object_type), "details": sorted(entry.details.items())}


def _kind(label: str) -> str:
    """What a kind of thing is called, or its name in the log when the site no longer knows it."""
    try:
        return str(apps.get_model(label)._meta.verbose_name) if label else ""
    except (LookupError, ValueError):
        return label
