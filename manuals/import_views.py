"""Where editors bring a manual in from Markdown: upload, preview, then the import itself, with its report."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from manuals import permissions, tasks
from manuals.actions.import_runs import approve_import, begin_import
from manuals.import_form import NEW, ImportForm

LOOK_AGAIN = 2  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take an archive and let it be looked at. Raises Http404 for those who publish in no organisation."""
    person = person_of(request)
    if not permissions.importing_organisations(person).exists():
        raise Http404
    again = _asked_again(request)
    into = request.GET.get("into") or again.pop("into", "")
    form = ImportForm(request.POST or None, request.FILES or None, person=person, into=into, initial=again)
    if request.method == "POST" and form.is_valid():
        run = begin_import(form.cleaned_data["file"].read(), by=person, **form.target())
        tasks.try_import.enqueue(run.pk)
        return redirect("manuals_admin:import", run.uuid)
    return render(request, "manuals/admin/import_upload.html", {"form": form})


def _asked_again(request: HttpRequest) -> dict[str, str]:
    """What was filled in for an import of this person that came to nothing, so that only the archive is chosen anew."""
    if not request.GET.get("again"):
        return {}
    before = get_object_or_404(permissions.own_imports(person_of(request)), uuid=request.GET["again"])
    into = str(before.manual_id) if before.manual_id else f"{NEW}{before.organisation_id}"
    return {"into": into, "title": before.title, "licence": before.licence, "language": before.language}


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far an import is, what it found, and the button that begins it. Raises Http404 for somebody else's."""
    found = get_object_or_404(permissions.own_imports(person_of(request)), uuid=run)
    if request.method == "POST":
        if approve_import(found):
            tasks.finish_import.enqueue(found.pk)
        return redirect("manuals_admin:import", found.uuid)
    response = render(request, "manuals/admin/import_run.html", {"run": found})
    if found.is_moving:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response
