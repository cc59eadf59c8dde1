"""The answers that belong to no app: not found, not whole, and a form that came from elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for everything that does not exist or is not this person's to see; it never says which."""
    response = render(request, "404.html", status=404)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def not_whole(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Shown when a field is missing that every browser would have sent; whatever was done until then is undone."""
    response = render(request, "400.html", status=400)
    response.is_undone = True  # type: ignore[attr-defined]  # for network_site.transactions
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when a form was open too long or came from another site."""
    return render(request, "csrf_failure.html", status=403)


def no_such_page(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """What stands at addresses of Wagtail that this site does not have."""
    raise Http404
