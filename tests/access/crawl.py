"""How the editor's screens are crawled without a browser: which addresses a screen leads to, and what they answer.

Where a screen leads out of the admin, to what readers see, that is asked too, and not followed."""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from organisations.wall.table import addresses, key_of

QUOTED = re.compile(r"""["'](/admin/[^"'\\\s<>]*)["']""")
# Wagtail tells its scripts where its API is, whether or not anything on the screen asks it.
SETTINGS_OF_SCRIPTS = "script#wagtail-config"
# Ends the session and with it the crawl; the matrix visits it.
LAST = "/admin/logout/"
# What stands in an address that a script completes with the number of a page.
COMPLETED_BY_SCRIPTS = "/999999/"
SAME_SCREEN = 6
OWN_HOSTS = ("", "localhost", "testserver")


@dataclass
class Crawl:
    """What was found: for each address its status, and for each dead one the first screen that leads there."""

    statuses: dict[str, int] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)


def crawl(client: Client, *, depth: int = 4, at_most: int = 150) -> Crawl:
    """Follow everything that leads into the admin from its first screen.

    Arguments: depth, how many steps from the first screen; at_most, how many addresses are asked. Of the screens with
    the same route only the first few are read further; every address that they lead to is asked all the same.
    """
    found, waiting = Crawl(), [(reverse("wagtailadmin_home"), "")]
    seen: set[str] = set()
    read: dict[object, int] = {}
    for _step in range(depth):
        following: list[tuple[str, str]] = []
        for url, where in waiting:
            if url in seen or len(seen) >= at_most:
                continue
            seen.add(url)
            response = _ask(client, url)
            found.statuses[url] = response.status_code
            if response.status_code >= 400:
                found.dead[url] = where
            key = key_of(resolve(urlsplit(response.request["PATH_INFO"]).path))
            read[key] = read.get(key, 0) + 1
            if read[key] <= SAME_SCREEN:
                following += [(link, url) for link in sorted(leads_to(response))]
                _ask_outside(client, response, url, found)
        waiting = following
    return found


def _ask_outside(client: Client, response: Any, url: str, found: Crawl) -> None:
    for link in sorted(leads_out_to(response) - set(found.statuses)):
        answer = client.get(link, follow=True)
        b"".join(answer)  # a file is closed when it was read
        found.statuses[link] = answer.status_code
        if answer.status_code >= 400:
            found.dead[link] = url


def leads_to(response: Any) -> set[str]:
    """Every address inside the admin that this answer names: links, forms that ask, addresses for its scripts."""
    text = response.content.decode() if "text" in response.get("Content-Type", "") else ""
    if response.get("Content-Type", "").startswith("application/json"):
        text = json.loads(response.content).get("html", "")
    page = BeautifulSoup(text, "html.parser")
    for settings in page.select(SETTINGS_OF_SCRIPTS):
        settings.decompose()
    posted = {form.get("action") for form in page.find_all("form") if str(form.get("method")).lower() == "post"}
    # Values of attributes and of scripts alike stand in quotation marks; some are JSON inside an attribute.
    found = set(QUOTED.findall(unescape(unescape(str(page)))))
    return {link for link in found if link not in posted and link != LAST and COMPLETED_BY_SCRIPTS not in link}


def leads_out_to(response: Any) -> set[str]:
    """The addresses of readers' pages that the links of this answer name."""
    if "text/html" not in response.get("Content-Type", ""):
        return set()
    links = BeautifulSoup(response.content, "html.parser").select("main a[href]")
    parts = [urlsplit(str(link["href"])) for link in links]
    return {
        each.path
        for each in parts
        if each.netloc in OWN_HOSTS and each.path.startswith("/") and not each.path.startswith(("/admin/", "/media/"))
    }


def _ask(client: Client, url: str) -> Any:
    """GET, or POST where the table opens the address to nothing else."""
    try:
        address = addresses().get(key_of(resolve(urlsplit(url).path)))
    except Resolver404:
        address = None
    if address is not None and address.is_open and "GET" not in address.methods:
        return client.post(url)
    return client.get(url, follow=True)
