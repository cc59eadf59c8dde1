"""Which safety headers each answer carries, beside those that Django and the policy packages set."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

ADMIN_PREFIX = "/admin/"


class SafetyHeaders:
    """Add the headers that every answer needs, and the looser content policy of the admin to its own answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if request.path.startswith(ADMIN_PREFIX):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class AdminPolicy:
    """Give answers of the admin its own content policy; listed after CSPMiddleware so that it acts before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_replace = settings.ADMIN_POLICY  # type: ignore[attr-defined]  # django-csp's own door
        return response
