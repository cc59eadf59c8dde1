"""Every request that can be made with one side's things: each address of the admin with each thing it can name, each
parameter that it declares or that its view was seen to read, and each form that it takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from organisations.wall.table import ANY_FIELD, Address, addresses
from tests.access import forms
from tests.access.parameters import ELSEWHERE, values_for
from tests.access.things import Thing
from tests.factories.sessions import signed_in

# Of the things of a second kind, beside the one that an address is about, only the first few are tried with each.
BESIDE = 3
# With so many of the paths of an address each value and form is tried, with others each time.
PATHS_WITH_EACH = 4
# Where what was sent is told when the address itself is asked next; and what says on the next screen what it did.
TOLD_WHEN_ASKED_AGAIN = frozenset({"wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:preview_on_add"})
TOLD_ON_THE_NEXT_SCREEN = frozenset({"wagtailadmin_pages:workflow_action", "wagtailadmin_pages:set_page_position"})
Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Request:
    """One request. key: the row of the table; ids: what the path names; body: None for a GET."""

    key: tuple[str, str]
    method: str
    path: str
    ids: tuple[str, ...] = ()
    query: Pairs = ()
    body: Pairs = ()

    def __str__(self) -> str:
        sent = f" {dict(self.body)}" if self.body else ""
        return f"{self.method.upper()} {self.path}{'?' if self.query else ''}{urlencode(self.query)}{sent}"


def requests(things: list[Thing], *, naming: list[Thing] | None = None) -> Iterator[Request]:
    """Every request to an open address of the admin: each path by itself, and each value and form with some of them.

    Arguments: things, what the paths name; naming, what the parameters name, the same things unless said otherwise.
    The n-th request with one side's things and with another's are the same where the two have the same things.
    """
    named = things if naming is None else naming
    for key, address in sorted(addresses().items()):
        if address.is_open:
            found = list(paths(address, things))
            for place, (path, ids) in enumerate(found):
                for number, request in enumerate(_with_parameters(key, address, path, ids, (things, named))):
                    if not (request.query or request.body) or _is_tried(number, place, len(found)):
                        yield request


def _is_tried(number: int, place: int, count: int) -> bool:
    """Whether the value or form of this number is tried with the path at this place, of so many."""
    return count <= PATHS_WITH_EACH or (place - number * PATHS_WITH_EACH) % count < PATHS_WITH_EACH


def paths(address: Address, things: list[Thing]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each path of this address that can be made of these things, and what stands in it."""
    wanted = {each.parameter: _resolver(each) for each in address.identifiers if each.place == "path"}
    # What makes a pair with something comes first, since it brings that along.
    pairs = [_resolver(each) for each in address.identifiers if each.place == "path" and each.beside]
    seen = set()
    for values in _filled(list(dict.fromkeys([*pairs, *wanted.values()])), things, {}, len(things)):
        arguments = {parameter: values[resolver] for parameter, resolver in wanted.items()}
        try:
            path = _path(address, arguments)
        except NoReverseMatch:
            continue
        if path not in seen:
            seen.add(path)
            yield path, tuple(arguments.values())


def _path(address: Address, arguments: dict[str, str]) -> str:
    """Two rows may have one name: what tells them apart is which parameters they take."""
    return reverse(address.name, kwargs=arguments)


def _resolver(identifier: Any) -> str:
    """What a path makes is not of the type of the page that it stands below."""
    new = {"content_type_app_name": "new_app", "content_type_model_name": "new_model"}
    return new.get(identifier.parameter, identifier.resolver)


def _filled(wanted: list[str], things: list[Thing], values: Thing, at_most: int) -> Iterator[Thing]:
    """Every choice of things that gives each wanted name a value; a thing gives all the names it has."""
    missing = [name for name in wanted if name not in values]
    if not missing:
        yield values
        return
    for thing in [each for each in things if missing[0] in each][:at_most]:
        given = {name: thing[name] for name in missing if name in thing}
        yield from _filled(wanted, things, values | given, BESIDE)


def _with_parameters(
    key: tuple[str, str], address: Address, path: str, ids: tuple[str, ...], whose: tuple[list[Thing], list[Thing]]
) -> Iterator[Request]:
    things, named = whose
    if "GET" in address.methods:
        yield Request(key, "get", path, ids)
        for pair in _pairs(address, "query", named):
            yield Request(key, "get", path, ids, query=(pair,))
        for first, second in _beside_one_s_own(address, things, named):
            yield Request(key, "get", path, ids, query=(first, second))
    if "POST" in address.methods:
        yield Request(key, "post", path, ids)
        for pair in _pairs(address, "body", named):
            yield Request(key, "post", path, ids, body=(pair,))
        for pair in _pairs(address, "query", named):
            yield Request(key, "post", path, ids, query=(pair,))
        for body in forms.bodies(address.name, named):
            yield Request(key, "post", path, ids, body=tuple(body.items()))
    if "DELETE" in address.methods:
        yield Request(key, "delete", path, ids)


def _beside_one_s_own(
    address: Address, things: list[Thing], named: list[Thing]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Two values where the path takes one's own: first what is of the path's side, then each of the other's."""
    for each in address.identifiers:
        if each.place == "query" and things is not named:
            own = [thing[each.resolver] for thing in things if each.resolver in thing]
            for value in dict.fromkeys(thing[each.resolver] for thing in named if each.resolver in thing):
                yield (each.parameter, own[0]), (each.parameter, value)


def _pairs(address: Address, place: str, named: list[Thing]) -> Iterator[tuple[str, str]]:
    """Each parameter of this place with each value worth trying: the things it names, or words that do something."""
    resolvers = {each.parameter: each.resolver for each in address.identifiers if each.place == place}
    undeclared = ELSEWHERE.get((address.route, place), ())
    for parameter in sorted((address.parameters(place) | set(undeclared)) - {ANY_FIELD}):
        if parameter in resolvers:
            values: Iterable[str] = dict.fromkeys(t[resolvers[parameter]] for t in named if resolvers[parameter] in t)
        else:
            values = values_for(parameter, named)
        for value in values:
            yield parameter, value


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers in order, cookies and body, and what the next screen told of it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    told_after: bytes = b""


class Asker:
    """Somebody with a browser, who asks and leaves nothing behind."""

    def __init__(self, person: User | None) -> None:
        self.person = person
        kept: dict[str, Any] = {"raise_request_exception": False}
        self.client = signed_in(person, **kept) if person else Client(**kept)
        if person:
            self.client.get("/admin/")  # the first answer writes down when the session was used, the others need not

    def ask(self, request: Request, *, keep: bool = False, **headers: Any) -> Answer:
        """The answer to one request; what it wrote is undone unless it is kept."""
        with transaction.atomic():
            cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
            answer = self._ask(request, headers)
            if not keep:
                transaction.set_rollback(True)
                self.client.cookies.clear()
                self.client.cookies.load(cookies)
        return answer

    def _ask(self, request: Request, headers: dict[str, Any]) -> Answer:
        url = request.path + (f"?{urlencode(request.query)}" if request.query else "")
        if request.method == "post":
            body = {name: _as_sent(value) for name, value in request.body}
            response = self.client.post(url, body, **headers)
        else:
            response = getattr(self.client, request.method)(url, **headers)
        after = b""
        if request.method == "post" and (where := _told_next(request, response.status_code, url)):
            after = body_of(self.client.get(where))
        lines = (*response.items(), *(("Set-Cookie", each.OutputString()) for each in response.cookies.values()))
        return Answer(response.status_code, tuple(lines), body_of(response), after)


def _told_next(request: Request, status: int, url: str) -> str:
    """The address that tells what came of what was sent; "" where the answer says it all."""
    name = request.key[1]
    if name in TOLD_WHEN_ASKED_AGAIN and status < 300:
        return url
    return "/admin/" if status == 302 or (name in TOLD_ON_THE_NEXT_SCREEN and status < 300) else ""


def _as_sent(value: Any) -> Any:
    return ContentFile(value.content, name=value.name) if isinstance(value, forms.File) else value


def body_of(response: Any) -> bytes:
    """All bytes of an answer. An open file is closed by hand: closing the answer would close the database as well."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return body
