"""How an anonymous visitor is served a kept page, and why never one that is no longer theirs to see.

Every kept page carries the generation in which it was made. Whatever changes what a visitor could see makes a new
generation in the same transaction, so a page of the old one is never found again. The generation is read before the
page is made: a page that was being made while something changed is kept under the number that has just ended.

Browsers may keep pages too, but ask each time whether they are still the same (`no-cache` and an ETag): what was
narrowed is refused at the next request, and what was not costs a reader on a slow line a few bytes. What somebody who
is signed in reads may be for few: it is kept by no browser, whose disk others may come to hold.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response

from content.models import PageGeneration
from content.shelf import shelf

SECONDS_KEPT = 3600
UNCACHED_PREFIXES = ("/admin/", "/media/", "/files/", "/drafts/", "/editions/", "/static/")
# Whoever sends one of these may be shown something of their own: a name, a message, the token of a form.
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages")
# What an answer may depend on and still be the same for all who are served kept pages.
HARMLESS_TO_VARY_BY = frozenset({"accept-encoding", "cookie"})
ONE_FOR_EACH_LANGUAGE = "/"

Kept = tuple[bytes, dict[str, str]]


def forget_kept_pages() -> None:
    """Let no page made so far be served again; called inside the transaction of whatever changed."""
    if not PageGeneration.objects.filter(pk=1).update(number=F("number") + 1):
        PageGeneration.objects.create(pk=1, number=1)


def erase_kept_pages() -> None:
    """Let no page made so far be served again, and leave none of their bytes behind; for what must be gone."""
    forget_kept_pages()
    transaction.on_commit(shelf.erase, robust=True)


def reads_query(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say of a view that it reads what stands behind the question mark of its address.

    For all others that is thrown away before a visitor's page is looked for: whoever writes something new there each
    time would make the server work for each request.
    """
    view.reads_query = True  # type: ignore[attr-defined]  # a mark, which decorators carry on
    return view


def current_generation() -> int:
    return PageGeneration.objects.filter(pk=1).values_list("number", flat=True).first() or 0


class AnonymousPages:
    """Keep and serve whole answers to GET for people without a session; each is forgotten with its generation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request) or (request.META.get("QUERY_STRING") and _reads_query(request)):
            return _kept_nowhere(request, self.get_response(request))
        request.META["QUERY_STRING"], request.GET = "", QueryDict()
        key = _key(request)
        kept: Kept | None = shelf.find(key)
        if kept is None:
            response = self.get_response(request)
            if not _is_for_everybody(request, response):
                return response
            _mark(response)
            if request.method == "GET":
                shelf.keep(key, (response.content, dict(response.headers)), SECONDS_KEPT)
        else:
            content, headers = kept
            response = HttpResponse(content, headers=headers)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and not any(name in request.COOKIES for name in OWN_COOKIES)
        and "Authorization" not in request.headers
        and not request.path_info.startswith(UNCACHED_PREFIXES)
        and _is_asked_as_usual(request)
    )


def _is_asked_as_usual(request: HttpRequest) -> bool:
    """Whether the host has no port, or that of the site: with each of the others, all of which are let in, a visitor
    could fill the shelf with one more copy of each page."""
    host = request.get_host()
    return not split_domain_port(host)[1] or host == urlsplit(settings.SITE_URL).netloc


def _kept_nowhere(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to somebody with a session, which leaves nothing on their disk unless a view says otherwise."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _reads_query(request: HttpRequest) -> bool:
    """Whether the view at this address reads the query; also where there is none, which answers by itself."""
    # Which addresses there are depends on the language, which is not chosen yet.
    with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        try:
            return getattr(resolve(request.path_info).func, "reads_query", False)
        except Resolver404:
            return True


def _key(request: HttpRequest) -> str:
    # The day is part of it because campaigns close and entries fall due by date alone. Scheme and host, because
    # addresses in feeds and headers do name them.
    language = request.headers.get("Accept-Language", "")[:60] if request.path == ONE_FOR_EACH_LANGUAGE else ""
    parts = (current_generation(), timezone.localdate(), request.scheme, request.get_host(), request.path, language)
    return "page:" + hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and _varied_by(response) <= HARMLESS_TO_VARY_BY | _keyed_by(request)
        # A policy that a view gives its own answer is added further out, and would be missing on the kept one.
        and not any(name.startswith("_csp") for name in vars(response))
    )


def _varied_by(response: HttpResponse) -> set[str]:
    return {word.strip().lower() for word in response.headers.get("Vary", "").split(",") if word.strip()}


def _keyed_by(request: HttpRequest) -> set[str]:
    return {"accept-language"} if request.path == ONE_FOR_EACH_LANGUAGE else set()


def _mark(response: HttpResponse) -> None:
    response.headers.setdefault("Cache-Control", "public, no-cache")
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
