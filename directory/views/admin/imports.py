"""Where a directory editor brings a spreadsheet in: upload, preview, then the import itself, with its progress."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from directory import permissions, tasks
from directory.actions.import_runs import approve_import, begin_import
from directory.forms.imports import ImportForm
from directory.imports.explained import columns_of
from directory.imports.mapping import read_mapping
from directory.imports.report import Report
from directory.models import ImportRun
from directory.views.admin.lists import rights

LOOK_AGAIN = 2  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and let it be tried. Raises Http404 for those who do not import."""
    if not permissions.may_import(request.user):
        raise Http404
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        run = begin_import(data["file"].read(), by=person_of(request), mapping=data["mapping"])
        tasks.try_import.enqueue(run.pk)
        return redirect("directory_admin:import", run.uuid)
    context = {"form": form, "columns": columns_of(read_mapping()), **rights(request)}
    return render(request, "directory/admin/import_upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far an import is, what it found, and the button that begins it. Raises Http404 for somebody else's."""
    found = get_object_or_404(permissions.own_imports(request.user), uuid=run)
    if request.method == "POST":
        if approve_import(found):
            tasks.finish_import.enqueue(found.pk)
        return redirect("directory_admin:import", found.uuid)
    tried = found.stage in (ImportRun.Stage.PREVIEWED, ImportRun.Stage.WRITING, ImportRun.Stage.DONE)
    context = {
        "run": found,
        "report": Report.from_data(found.report) if tried and found.report else None,
        "refusal": found.report.get("refusal", ""),
        **rights(request),
    }
    response = render(request, "directory/admin/import_run.html", context)
    if found.is_moving:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response
