"""Which safety headers each answer carries, beside those that Django and the policy packages set."""

from collections.abc import Callable

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ADMIN_PREFIX = "/admin/"
POLICY_HEADER = "Content-Security-Policy"
PREVIEW_POLICY = {**settings.PUBLIC_POLICY, "frame-ancestors": [SELF]}


class SafetyHeaders:
    """Add the headers that every answer needs, and the looser content policy of the admin to its own answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if request.path_info.startswith(ADMIN_PREFIX):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class AdminPolicy:
    """Give answers of the admin its own content policy; listed after CSPMiddleware so that it acts before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(ADMIN_PREFIX):
            # A preview was made as the public page that it will be, and must only be shown inside the editor.
            is_preview = response.headers.pop(POLICY_HEADER, None) is not None
            policy = PREVIEW_POLICY if is_preview else settings.ADMIN_POLICY
            response._csp_replace = policy  # type: ignore[attr-defined]  # django-csp's own door
        return response
