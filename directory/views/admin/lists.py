"""All entries, and what waits for the person who looks."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import person_of
from directory import permissions
from directory.content import is_called
from directory.models import State
from directory.queue import queue_of

AT_ONCE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every entry, by name and state. Raises Http404 for those who neither edit nor vet."""
    entries = permissions.visible_entries(request.user)
    if not _sees_screens(request):
        raise Http404
    words, state = request.GET.get("q", "").strip()[:200], request.GET.get("state", "")
    if words:
        entries = entries.filter(is_called(words))
    if state in State.values:
        entries = entries.filter(state=state)
    context = {
        "page": Paginator(entries.order_by("name_en", "pk"), AT_ONCE).get_page(request.GET.get("p")),
        "words": words,
        "state": state,
        "states": State.choices,
        **rights(request),
    }
    return render(request, "directory/admin/index.html", context)


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be checked and voted. Raises Http404 for those who neither edit nor vet."""
    if not _sees_screens(request):
        raise Http404
    return render(request, "directory/admin/queue.html", {"queue": queue_of(person_of(request)), **rights(request)})


def _sees_screens(request: HttpRequest) -> bool:
    return permissions.sees_screens(request.user)


def rights(request: HttpRequest) -> dict[str, bool]:
    """What the links at the top of each screen depend on."""
    return {
        "may_edit": permissions.may_edit_entries(request.user),
        "may_import": permissions.may_import(request.user),
        "may_vet": permissions.may_vet(request.user),
    }
