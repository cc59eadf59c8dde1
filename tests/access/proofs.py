"""What is proved, each as a function that returns what it found against it: nothing, when all is well."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import zip_longest
from typing import Any
from urllib.parse import quote, unquote, urlencode

from accounts.models import User
from organisations.wall.table import addresses
from tests.access.asking import Answer, Asker, Request
from tests.access.asking_site import SITE, names_something
from tests.access.canaries import (
    EVERYBODY,
    NETWORK,
    OURS,
    THEIRS,
    Words,
    digests_in,
    is_a_file_of,
    words_in,
    words_in_mails,
)
from tests.access.world import SUPERUSER_WITH_A_ROLE, World, role_of

SEED = 20261128  # of the sample: always the same, so that what failed once fails again
TRIED = 45
FEW = 3
EDITORS = ["writer", "editor", "coordinator", SUPERUSER_WITH_A_ROLE]
STAFF = frozenset({"vetter", "directory_editor", "secretariat"})
# What the secretariat sees: who coordinates an organisation, and who is in a circle.
KEPT_BY_THE_SECRETARIAT = frozenset({"name of coordinator", "name of editor", "circle"})
# What it takes whole: all that an organisation owns, which takes it along when it leaves. The log says that it did.
GIVEN_TO_THE_SECRETARIAT = frozenset({"organisations_admin:export"})
# What names something of one organisation, or of those who work for the network.
OF_SOMEBODY = ("own_", "publishable_", "editable_", "choosable_", "withdrawable_", "entry")
# What must differ from one request to the next.
FRESH = (
    re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(rb'(name=\\"csrfmiddlewaretoken\\" value=\\")[^"\\]*'),
    re.compile(rb'("CSRF_TOKEN": ")[^"]*'),
    re.compile(rb"(nonce=\")[^\"]*"),
    re.compile(rb"('?nonce-)[A-Za-z0-9+/=_-]*"),
    re.compile(rb"((?:csrftoken|sessionid)=)[^;\s]*"),
    re.compile(rb"(/files/)[A-Za-z0-9_-]{22}(?=/)"),  # the address of a document that was brought in just now
    re.compile(rb"(/media/sizes/)[A-Za-z0-9_-]{22}(?=\.)"),  # that of a picture in a size it is first shown in
    re.compile(rb"""((?:id="|href="#)b-)[0-9a-f]{8}"""),  # of headings in a page that is previewed
    re.compile(rb"()[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),  # of blocks in a form that is shown again
    re.compile(rb"""(key\\*(?:&quot;|"): \\*(?:&quot;|"))[a-z0-9]{5}"""),  # of paragraphs in its rich text
)


@dataclass
class Told:
    """The network with a word in everything that is kept, and everybody who asks."""

    world: World
    words: dict[str, Words]
    askers: dict[str, Asker] = field(default_factory=dict)

    def person(self, name: str) -> User | None:
        return self.world.everybody()[name]

    def asker(self, name: str) -> Asker:
        """The browser of this person, who signs in once: signing in costs more than a request."""
        if name not in self.askers:
            self.askers[name] = Asker(self.person(name))
        return self.askers[name]

    def foreign(self, name: str) -> dict[str, str]:
        """The words that this person must never be told, with where they stand. One who is not of our side is nobody's
        person."""
        letters = [THEIRS] if name in self.world.ours.people else [OURS, THEIRS]
        if role_of(name) not in STAFF:
            letters.append(NETWORK)
        kept = KEPT_BY_THE_SECRETARIAT if role_of(name) == "secretariat" else frozenset()
        places = [each for letter in letters for each in self.words[letter].places.items()]
        return {word: place for word, place in places if place not in kept}


def sample(drawn_from: Sequence[Any], count: int | None, who: str) -> list:
    """So many of these, drawn by a lot that is the same each time and another for each person; all when count is
    None."""
    if count is None or count >= len(drawn_from):
        return list(drawn_from)
    lot = random.Random(f"{SEED} {who}")  # noqa: S311 - nobody must be kept from guessing it
    return lot.sample(drawn_from, count)


def worth_asking(requests: Iterable[Any], who: str) -> list:
    """All of these for the people of an organisation who work on its pages, and for visitors. For the others those to
    addresses that their role opens, and the first few of each other one: there the role alone decides.

    Arguments: requests, or pairs of them.
    """
    if who in (*EDITORS, "anonymous"):
        return list(requests)
    found, closed = [], Counter[tuple]()
    for each in requests:
        request = each if isinstance(each, Request) else each[0]
        if request.key[0] != SITE and role_of(who) not in addresses()[request.key].roles:
            closed[request.key, request.method] += 1
            if closed[request.key, request.method] > FEW:
                continue
        found.append(each)
    return found


def figures(asked: list[Request]) -> list[str]:
    """How much was asked, for people."""
    with_ids = {(each.key, each.path, each.query, str(each.body)) for each in asked if is_of_somebody(each.key)}
    return [
        f"{len(asked)} requests to {len({each.key for each in asked})} addresses",
        f"{len({(each.key, each.path) for each in asked})} addresses × ids in the path",
        f"{len(with_ids)} addresses × ids in path, query and body",
    ]


def leaks(told: Told, name: str, requests: Iterable[Request]) -> list[str]:
    """Whatever of others this person is told by these requests."""
    asker, foreign, found = told.asker(name), told.foreign(name), []
    addresses_of_person = {asker.person.email} if asker.person else set()
    given = GIVEN_TO_THE_SECRETARIAT if role_of(name) == "secretariat" else frozenset()
    for request in (each for each in requests if each.key[1] not in given):
        answer = asker.ask(request)
        said = (words_in(answer) | words_in_mails(addresses_of_person)) & set(foreign)
        for letter in (OURS, THEIRS):
            said |= digests_in(answer, told.words[letter]) & set(foreign)
        found += [f"{name} {request}: {foreign[word]}" for word in sorted(said)]
    return found


def reached(told: Told, requests: Iterable[Request]) -> dict[tuple[str, str], bool]:
    """For each address with something of somebody: whether one of its people was answered with 2xx and a word of it.

    Every request is made by somebody whom the table opens its address to; of each address the first few are tried
    that ask, that send one value, and that send a form.
    """
    letters = (OURS, NETWORK, EVERYBODY)
    own = {word for letter in letters for word in told.words[letter].places}

    def is_told(answer: Answer) -> bool:
        tells = words_in(answer) & own or any(is_a_file_of(answer, told.words[letter]) for letter in letters)
        return answer.status < 300 and bool(tells)

    found: dict[tuple[str, str], bool] = {}
    tried: Counter[tuple[tuple[str, str], str, bool]] = Counter()
    for request in sorted(requests, key=lambda each: len(each.query) + len(each.body)):
        kind = (request.key, request.method, len(request.body) > 1)
        tried[kind] += 1
        if not is_of_somebody(request.key) or found.get(request.key) or tried[kind] > TRIED:
            continue
        answers = (told.asker(name).ask(request) for name in those_who_may(request.key))
        found[request.key] = any(map(is_told, answers))
    return found


def is_of_somebody(key: tuple[str, str]) -> bool:
    """Whether a path or parameter of this row names what is not everybody's."""
    if key[0] == SITE:
        return names_something(key[1])
    return any(each.resolver.startswith(OF_SOMEBODY) for each in addresses()[key].identifiers)


def those_who_may(key: tuple[str, str]) -> list[str]:
    """One person for each way of being let in: of an organisation, and of the network."""
    if key[0] == SITE:
        return ["editor"]
    roles = addresses()[key].roles
    found = [each for each in ("editor", "directory_editor", "secretariat", "vetter") if each in roles][:2]
    return found or ["coordinator"]


def told_apart(told: Told, name: str, pairs: Iterable[tuple[Request, Request]]) -> list[str]:
    """Where the answer for something of others differs from the answer for what never was."""
    asker, found = told.asker(name), []
    for theirs, nobodys in pairs:
        there, nowhere = asker.ask(theirs), asker.ask(nobodys)
        if difference := apart(settled(there, theirs), settled(nowhere, nobodys)):
            found.append(f"{name} {theirs}, {nobodys}: {difference}")
    return found


def settled(answer: Answer, request: Request | None = None) -> tuple:
    """An answer without what is fresh each time, and without the address that was asked, which a page may repeat."""

    def plain(text: bytes) -> bytes:
        if request is not None:
            text = _without_address(text, request)
        for each in FRESH:
            text = each.sub(rb"\1", text)
        return text

    headers = tuple((name, plain(value.encode())) for name, value in answer.headers if name != "Content-Length")
    return answer.status, headers, plain(answer.body), plain(answer.told_after)


def _without_address(text: bytes, request: Request) -> bytes:
    """The text without what was asked, in every way in which an answer repeats it."""
    whole = f"{request.path}?{urlencode(request.query)}"
    asked = [whole, request.path] if request.query else [request.path]
    for part in asked:
        plain = unquote(part)
        for written in (part, plain, quote(plain), quote(plain, safe=""), quote(part), quote(part, safe="")):
            for told in (written, escape(written)):
                text = text.replace(told.encode(), b"ASKED")
    return text


def apart(one: tuple, other: tuple) -> str:
    """Where two settled answers part, for people."""
    if one[0] != other[0]:
        return f"{one[0]} and {other[0]}"
    for some, others in zip(one[1:], other[1:], strict=True):
        lines = (some.splitlines(), others.splitlines()) if isinstance(some, bytes) else (some, others)
        for line, beside in zip_longest(*lines):
            if line != beside:
                return f"{line!r:.300} and {beside!r:.300}"
    return ""
