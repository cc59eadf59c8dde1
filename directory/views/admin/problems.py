"""What visitors told of entries, for vetters, until one of them has handled it."""

from django.core.exceptions import ValidationError
from django.db.models import Max, Min, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import person_of
from directory import permissions
from directory.actions import handle_problem
from directory.models import Entry, Problem, ProblemReport
from directory.views.admin.lists import rights


@require_http_methods(["GET", "HEAD", "POST"])
def problems(request: HttpRequest) -> HttpResponse:
    """Each problem of an entry once, what is unsafe first, then what was told most often. Raises Http404 for those who
    are no vetters, and for reports that they may not see."""
    if not permissions.may_vet(request.user):
        raise Http404
    waiting = permissions.open_reports(request.user)
    if request.method == "POST":
        return _handle(request, waiting)
    return render(request, "directory/admin/problems.html", {"problems": _told(waiting), **rights(request)})


def _handle(request: HttpRequest, waiting: QuerySet[ProblemReport]) -> HttpResponse:
    sent = request.POST.get("report", "")
    report = waiting.filter(pk=int(sent) if sent.isdecimal() else 0).first()
    if report is None:
        raise Http404
    try:
        handle_problem(report, by=person_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Marked as handled. It is deleted after 30 days."))
    return redirect("directory_admin:problems")


def _told(waiting: QuerySet[ProblemReport]) -> list[dict]:
    rows = list(
        waiting.order_by()
        .values("entry", "problem")
        .annotate(number=Sum("times"), first=Min("day"), last=Max("day"), report=Max("pk"))
    )
    entries = Entry.objects.in_bulk({row["entry"] for row in rows})
    told = [row | {"entry": entries[row["entry"]], "label": Problem(row["problem"]).label} for row in rows]
    return sorted(told, key=lambda row: (row["problem"] != Problem.UNSAFE, -row["number"], row["report"]))
