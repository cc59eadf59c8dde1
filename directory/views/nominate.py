"""Where a member proposes an entry."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import person_of
from content.page_cache import reads_query
from directory.actions import nominate_entry
from directory.forms.nomination import NominationForm
from directory.permissions import may_nominate
from organisations.viewer import viewer_for


@reads_query
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """The form for members; for everybody else there is nothing here."""
    if not may_nominate(viewer_for(request)):
        raise Http404
    form = NominationForm(request.POST or None, person=person_of(request))
    if request.method == "POST" and form.is_valid():
        nominate_entry(form.change(), by=person_of(request), organisation=form.cleaned_data["organisation"])
        return redirect(reverse("directory:nominate") + "?done=1")
    context = {"form": form, "done": request.GET.get("done") == "1"}
    response = render(request, "directory/nominate.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
