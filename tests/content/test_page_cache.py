"""Whole pages that are kept for visitors: when they are served, and when never."""

import inspect
import time

import pytest
import time_machine
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver

from content import page_cache
from content.models import PageGeneration
from content.page_cache import AnonymousPages, current_generation, erase_kept_pages, forget_kept_pages
from content.shelf import Shelf

pytestmark = pytest.mark.django_db
OWN_APPS = {"home", "campaigns", "directory", "manuals", "search", "organisations", "content"}


class Site:
    """What stands behind: it counts how often it is asked, and answers as it is told."""

    def __init__(self, **options):
        self.asked = 0
        self.status = options.get("status", 200)
        self.headers = options.get("headers", {})
        self.before = options.get("before", lambda: None)

    def __call__(self, request):
        self.asked += 1
        self.before()
        return HttpResponse(f"page {self.asked}", status=self.status, headers=self.headers)


def asked_twice(site, *, first=None, second=None, between=lambda: None) -> int:
    """How often the site behind was asked for two requests."""
    pages = AnonymousPages(site)
    pages(first or a_request())
    between()
    pages(second or first or a_request())
    return site.asked


def a_request(path="/en/", method="get", cookies=None, **headers):
    request = getattr(RequestFactory(), method)(path, **headers)
    request.COOKIES.update(cookies or {})
    return request


def test_page_is_kept_with_its_headers_and_asked_for_anew():
    pages = AnonymousPages(Site(headers={"X-Frame-Options": "DENY", "Vary": "Accept-Encoding"}))

    first, second = pages(a_request()), pages(a_request())

    assert (first.content, second.content) == (b"page 1", b"page 1")
    assert dict(second.headers) == dict(first.headers)
    assert second.headers["Cache-Control"] == "public, no-cache"


def test_reader_who_has_the_page_already_is_sent_nothing():
    pages = AnonymousPages(Site())
    tag = pages(a_request()).headers["ETag"]

    same = pages(a_request(headers={"if-none-match": tag}))
    forget_kept_pages()
    changed = pages(a_request(headers={"if-none-match": tag}))

    assert (same.status_code, same.content) == (304, b"")
    assert (changed.status_code, changed.content) == (200, b"page 2")


@pytest.mark.parametrize(
    ("second", "asked"),
    [
        (a_request(), 1),
        (a_request("/en/other/"), 2),
        (a_request("/en/?q=name"), 1),
        (a_request("/en/?"), 1),
        (a_request("/en/campaigns/?q=name"), 2),
        (a_request(headers={"host": "other.example.org"}), 2),
        (a_request(headers={"accept-language": "fr"}), 1),
        (a_request(cookies={"sessionid": "abc"}), 2),
        (a_request(cookies={"csrftoken": "abc"}), 2),
        (a_request(cookies={"messages": "abc"}), 2),
        (a_request(cookies={"django_language": "fr"}), 2),
        (a_request(cookies={"somebody_else": "abc"}), 1),
        (a_request(headers={"authorization": "Basic abc"}), 2),
        (a_request(method="post"), 2),
        (a_request(secure=True), 2),
    ],
)
def test_kept_page_is_served_for_the_same_request_alone(second, asked, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False

    assert asked_twice(Site(), first=a_request(), second=second) == asked


@pytest.mark.parametrize("path", ["/admin/", "/media/pictures/a.jpg", "/files/a/b.pdf", "/static/a.css"])
def test_some_addresses_are_never_kept(path):
    assert asked_twice(Site(), first=a_request(path)) == 2


@pytest.mark.parametrize(
    ("cookies", "path", "said", "expected"),
    [
        ({"sessionid": "abc"}, "/en/manuals/handbook/meeting/", {}, "private, no-store"),
        ({"sessionid": "abc"}, "/media/pictures/a.jpg", {"Cache-Control": "private, no-cache"}, "private, no-cache"),
        ({"csrftoken": "abc"}, "/en/manuals/handbook/meeting/", {}, None),
    ],
)
def test_what_somebody_with_a_session_reads_stays_on_no_disk(cookies, path, said, expected):
    answer = AnonymousPages(Site(headers=said))(a_request(path, cookies=cookies))

    assert answer.headers.get("Cache-Control") == expected


@pytest.mark.parametrize(("host", "kept"), [("site.example", 1), ("site.example:81", 0), ("localhost:8000", 1)])
def test_visitor_who_writes_a_port_of_their_own_fills_no_shelf(settings, monkeypatch, host, kept):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["site.example", "localhost"], "http://localhost:8000"
    found = []
    monkeypatch.setattr(page_cache.shelf, "keep", lambda *kept: found.append(kept))

    answer = AnonymousPages(Site())(a_request(headers={"host": host}))

    assert (answer.status_code, len(found)) == (200, kept)


@pytest.mark.parametrize(
    "address",
    [
        "/en/search/?q=name",
        "/fr/campaigns/?page=2",
        "/ar/directory/?page=2",
        "/en/account/login/?next=/en/",
        "/es/no such address?q=name",
    ],
)
def test_answer_that_depends_on_a_query_is_never_kept(address):
    seen = []
    site = Site()
    pages = AnonymousPages(lambda request: seen.append(request.GET.urlencode()) or site(request))

    pages(a_request(address))
    pages(a_request(address))

    assert (site.asked, len(set(seen)), seen[0] != "") == (2, 1, True)


@pytest.mark.parametrize("path", ["/en/", "/fr/manuals/a/changes/1.0/2.0/b/", "/sitemap.xml", "/en/manuals/feed/"])
def test_query_that_no_view_reads_makes_no_page_and_reaches_none(path):
    seen = []
    site = Site()
    pages = AnonymousPages(
        lambda request: seen.append((request.GET.urlencode(), request.get_full_path())) or site(request)
    )

    for number in range(3):
        pages(a_request(f"{path}?next={number}"))
    pages(a_request(path))

    assert (site.asked, seen) == (1, [("", path)])


def test_every_view_that_reads_a_query_says_so():
    reading = {
        view
        for view in _views(get_resolver().url_patterns)
        if "request.GET" in inspect.getsource(inspect.unwrap(view)) and not _is_of_the_admin(view)
    }

    assert len(reading) >= 4
    assert [view.__name__ for view in reading if not getattr(view, "reads_query", False)] == []


def _views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif inspect.isfunction(pattern.callback) and pattern.callback.__module__.split(".")[0] in OWN_APPS:
            yield pattern.callback


def _is_of_the_admin(view):
    return view.__module__.startswith(("organisations.views", "directory.views.admin", "manuals.import_views"))


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ({"status": 200}, 1),
        ({"status": 404}, 2),
        ({"status": 302}, 2),
        ({"status": 500}, 2),
        ({"headers": {"Cache-Control": "private, no-store"}}, 2),
        ({"headers": {"Cache-Control": "no-store"}}, 2),
        ({"headers": {"Cache-Control": "no-cache"}}, 2),
        ({"headers": {"Cache-Control": "max-age=60"}}, 1),
        ({"headers": {"Vary": "Accept-Encoding"}}, 1),
        ({"headers": {"Vary": "Cookie"}}, 1),
        ({"headers": {"Vary": "Accept-Language"}}, 2),
        ({"headers": {"Vary": "*"}}, 2),
    ],
)
def test_only_what_is_for_everybody_is_kept(options, asked):
    assert asked_twice(Site(**options)) == asked


def test_front_door_is_kept_for_each_language():
    site = Site(headers={"Vary": "Accept-Language"})
    pages = AnonymousPages(site)

    answers = [pages(a_request("/", headers={"accept-language": code})).content for code in ("fr", "ar", "fr")]

    assert answers == [b"page 1", b"page 2", b"page 1"]


def test_page_with_a_cookie_is_not_kept():
    class WithCookie(Site):
        def __call__(self, request):
            response = super().__call__(request)
            response.set_cookie("a", "b")
            return response

    assert asked_twice(WithCookie()) == 2


def test_page_with_a_policy_of_its_own_is_not_kept():
    class WithPolicy(Site):
        def __call__(self, request):
            response = super().__call__(request)
            response._csp_update = {"connect-src": "'none'"}
            return response

    assert asked_twice(WithPolicy()) == 2


def test_page_that_streams_is_not_kept():
    site = Site()

    def stream(request):
        return StreamingHttpResponse([site(request).content])

    pages = AnonymousPages(stream)
    pages(a_request())
    pages(a_request())

    assert site.asked == 2


def test_head_is_answered_from_what_is_kept_and_keeps_nothing():
    site = Site()
    pages = AnonymousPages(site)

    pages(a_request(method="head"))
    kept = pages(a_request())
    answer = pages(a_request(method="head"))

    assert site.asked == 2
    assert dict(answer.headers) == dict(kept.headers)


# -- Forgetting ----------------------------------------------------------------------------------------------------


def test_forgotten_page_is_never_served_again():
    assert asked_twice(Site(), between=forget_kept_pages) == 2


def test_page_that_was_being_made_while_something_changed_is_not_served():
    site = Site(before=forget_kept_pages)

    assert asked_twice(site) == 2


def test_forget_kept_pages_counts_on_from_nothing():
    PageGeneration.objects.all().delete()
    assert current_generation() == 0

    forget_kept_pages()
    forget_kept_pages()

    assert current_generation() == 2


def test_there_is_one_generation():
    PageGeneration(pk=1).clean()
    with pytest.raises(ValidationError):
        PageGeneration(pk=2).clean()
    assert str(PageGeneration(number=7)) == "7"


def test_page_of_yesterday_is_made_anew():
    site = Site()
    pages = AnonymousPages(site)
    for day in ("2026-11-22", "2026-11-23", "2026-11-23"):
        with time_machine.travel(f"{day}T12:00:00Z"):
            pages(a_request())

    assert site.asked == 2


def test_broken_cache_stops_no_page(monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError("no such host")

    monkeypatch.setattr("content.page_cache.shelf", Shelf())
    monkeypatch.setattr(caches["pages"], "get", fail)
    monkeypatch.setattr(caches["pages"], "set", fail)

    assert asked_twice(Site()) == 2


def test_cache_that_did_not_answer_is_asked_again_after_a_while_and_emptied_first(monkeypatch):
    shelf = Shelf()
    caches["pages"].set("old", 1)
    with monkeypatch.context() as broken:
        broken.setattr(caches["pages"], "get", lambda _key: 1 / 0)
        broken.setattr(time, "monotonic", lambda: 100.0)
        assert shelf.find("old") is None
    monkeypatch.setattr(time, "monotonic", lambda: 105.0)
    during = shelf.find("old"), caches["pages"].get("old")
    monkeypatch.setattr(time, "monotonic", lambda: 111.0)
    shelf.keep("new", 2, 60)

    assert during == (None, 1)
    assert (shelf.find("old"), shelf.find("new")) == (None, 2)


def test_pages_are_erased_without_a_trace(django_capture_on_commit_callbacks):
    pages = AnonymousPages(Site())
    pages(a_request())
    before = len(caches["pages"]._cache)
    caches["default"].set("attempts", 5)

    with django_capture_on_commit_callbacks(execute=True):
        erase_kept_pages()

    assert (before, len(caches["pages"]._cache), caches["default"].get("attempts")) == (1, 0, 5)


# -- The whole site --------------------------------------------------------------------------------------------------


@pytest.fixture
def _database_cache(settings):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept_pages"},
    }
    call_command("createcachetable")


@pytest.mark.usefixtures("_database_cache")
def test_kept_page_costs_two_queries_and_sets_no_cookie(django_assert_max_num_queries):
    visitor = Client()
    first = visitor.get("/en/")
    assert first.status_code == 200

    with django_assert_max_num_queries(2):
        second = visitor.get("/en/")

    assert second.content == first.content
    assert not second.cookies
    assert "Cookie" not in second.headers.get("Vary", "")
