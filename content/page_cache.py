"""How an anonymous visitor is served a kept page, and why never one that is no longer theirs to see.

Every kept page carries the generation in which it was made. Whatever changes what a visitor could see makes a new
generation in the same transaction, so a page of the old one is never found again. The generation is read before the
page is made: a page that was being made while something changed is kept under the number that has just ended.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.models import PageGeneration

SECONDS_KEPT = 3600
UNCACHED_PREFIXES = ("/admin/", "/media/", "/files/", "/static/")


def forget_kept_pages() -> None:
    """Let no page made so far be served again; called inside the transaction of whatever changed."""
    if not PageGeneration.objects.filter(pk=1).update(number=F("number") + 1):
        PageGeneration.objects.create(pk=1, number=1)


def current_generation() -> int:
    return PageGeneration.objects.filter(pk=1).values_list("number", flat=True).first() or 0


class AnonymousPages:
    """Keep and serve whole answers to GET for people without a session; each is forgotten with its generation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        kept = caches["default"].get(key)
        if kept is not None:
            return _answer(kept)
        response = self.get_response(request)
        if _is_for_everybody(response):
            caches["default"].set(key, _kept(response), SECONDS_KEPT)
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.META.get("QUERY_STRING")
        and not request.path.startswith(UNCACHED_PREFIXES)
    )


def _key(request: HttpRequest) -> str:
    # The day is part of it because campaigns close and entries fall due by date alone. The host, because links do.
    language = request.headers.get("Accept-Language", "")[:60] if request.path == "/" else ""
    parts = (current_generation(), timezone.localdate(), request.get_host(), request.path, language)
    return "page:" + hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


def _is_for_everybody(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "private" not in response.headers.get("Cache-Control", "")
    )


def _kept(response: HttpResponse) -> tuple[bytes, dict[str, str]]:
    return response.content, dict(response.headers)


def _answer(kept: tuple[bytes, dict[str, str]]) -> HttpResponse:
    content, headers = kept
    return HttpResponse(content, headers=headers)
