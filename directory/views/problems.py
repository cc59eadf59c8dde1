"""Where visitors tell that something is wrong with an entry: one of four things, and nothing else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.page_cache import reads_query
from directory.actions import report_problem
from directory.models import Problem
from directory.permissions import public_entries
from directory.public import public_entry, with_listed
from directory.views.answers import sensitive

FROM_ELSEWHERE = {"cross-site", "same-site"}


# A token against forged forms would need a cookie, and no visitor gets one. What a forged form could do is small and
# has a limit; browsers that say where a form comes from are believed.
@reads_query
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what was chosen in it. Raises Http404 for what is not listed, and for forms of other sites."""
    entry = with_listed(public_entries().filter(listed_state__content__slug=slug)).first()
    public = public_entry(entry) if entry else None
    if entry is None or public is None:
        raise Http404
    chosen = request.POST.get("problem", "")
    if request.method == "POST":
        if request.headers.get("Sec-Fetch-Site") in FROM_ELSEWHERE:
            raise Http404
        if chosen in Problem.values:
            report_problem(entry, problem=chosen)
            return redirect(reverse("directory:problem", args=[slug]) + "?done=1")
    context = {
        "entry": public,
        "problems": Problem.choices,
        "missing": request.method == "POST",
        "done": request.GET.get("done") == "1",
    }
    return sensitive(render(request, "directory/problem.html", context))
