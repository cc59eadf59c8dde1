"""What every browser test may ask for: the site served, its pages opened in many ways, axe-core."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection
from playwright.sync_api import BrowserContext, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.sessions import signed_in
from tests.services import chromium, database

HERE = Path(__file__).parent
# Screens of Wagtail take seconds where two of them are made at once on a slow machine.
expect.set_options(timeout=30_000)
# Fetched by no server: written into the page, or made by it.
OWN_SCHEMES = {"about", "blob", "data"}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's own Chromium, which speaks to nobody but the site."""
    path = os.environ.get("CHROMIUM") or chromium.found()
    if path is None:
        refuse = pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip
        refuse("There is no Chromium here; `make test` installs one where it may.")
    return {**browser_type_launch_args, "executable_path": path, "args": list(chromium.FLAGS)}


@pytest.fixture(scope="session")
def base_url(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Where the browser's paths begin: the site, served for all browser tests."""
    # The browser's driver keeps an event loop in this thread, and Django would take the tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock():
        connection.close()
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def site(base_url, django_db_blocker) -> Iterator[str]:
    """The address of the site, served from a database that this test may change and that is put back after it."""
    with django_db_blocker.unblock():
        yield base_url
        database.put_back()


@dataclass
class Visits:
    """Opens pages of the site, each in a browser of its own, and hears of every request they make."""

    site: str
    new_context: Callable[..., BrowserContext]
    elsewhere: list[str] = field(default_factory=list)

    def __call__(
        self,
        address: str,
        *,
        by: object = None,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        script: bool = True,
        second_factor: bool = True,
        **context: object,
    ) -> Page:
        """Open this path of the site and give the page.

        by: the person who is signed in, otherwise a visitor; width, height: of the window in CSS pixels;
        scheme: "light" or "dark"; script: whether scripts run; second_factor: whether the session proved one;
        context: further options of Playwright's new_context, such as forced_colors or reduced_motion.
        """
        browser = self.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            **context,
        )
        browser.on("request", self._hear)
        if by is not None:
            cookies = signed_in(by, second_factor=second_factor).cookies.values()
            browser.add_cookies(
                [{"name": c.key, "value": c.value, "url": self.site, "httpOnly": True} for c in cookies]
            )
        page = browser.new_page()
        page.goto(address)
        return page

    def _hear(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in OWN_SCHEMES and address.netloc != urlsplit(self.site).netloc:
            self.elsewhere.append(request.url)


@pytest.fixture
def visit(site, new_context) -> Iterator[Visits]:
    """Open pages with visit("/en/", …). The test fails when one of them asked another host for anything."""
    visits = Visits(site, new_context)
    yield visits
    assert visits.elsewhere == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe-core has against a page, one line for each rule and element; the page's own content policy stays on."""

    def violations(page: Page, **options: object) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        run = "options => axe.run(document, {resultTypes: ['violations'], ...options})"
        found = page.evaluate(run, options)["violations"]
        return [f"{rule['id']}: {rule['help']} {node['target']}" for rule in found for node in rule["nodes"]]

    return violations
