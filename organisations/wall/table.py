"""Which admin addresses are open, to whom, with which methods and parameters: read from one table.

The table is addresses.tsv beside this file. Its key is the pair (route below the admin root, name): two addresses have
no name and some names stand for two routes. Whatever is not in it, or is in it as shut, is the common 404.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, ResolverMatch, resolve

FILE = Path(__file__).with_name("addresses.tsv")
ADMIN_ROUTE = "admin/"
ANY_FIELD = "*"
AS_WRITTEN = re.compile(r"(path|query|body):([^=!\s]+)(!?)=(\w+)(?:\((\w+)\))?")


@dataclass(frozen=True)
class Identifier:
    """One parameter that names a thing: where it comes from, what it is called, which resolver knows its owner.

    beside: the parameter of the path whose value the resolver is told as well, so that the two are asked as a pair;
    is_needed: whether a form without it is refused, because its view fails on that.
    """

    place: str  # "path", "query" or "body"
    parameter: str
    resolver: str
    beside: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class Address:
    """One row of the table.

    methods: those that the screen uses, empty when the address is shut; identifiers: every parameter that names a
    thing; query and body: further parameters that may be sent, a body of {"*"} being a page form whose references
    are checked by themselves; roles: codes of organisations.roles; why: the reason, for people.
    """

    route: str
    name: str
    methods: frozenset[str]
    identifiers: tuple[Identifier, ...]
    query: frozenset[str]
    body: frozenset[str]
    roles: frozenset[str]
    why: str

    @property
    def key(self) -> tuple[str, str]:
        return self.route, self.name

    @property
    def is_open(self) -> bool:
        return bool(self.methods)

    def parameters(self, place: str) -> frozenset[str]:
        """Every parameter that may be sent in this place."""
        declared = self.query if place == "query" else self.body
        return declared | {each.parameter for each in self.identifiers if each.place == place}


def key_of(match: ResolverMatch) -> tuple[str, str]:
    """The key under which the table would hold this resolved admin address."""
    return "/" + match.route.removeprefix(ADMIN_ROUTE), match.view_name or ""


def is_open(name: str) -> bool:
    """Whether the table opens an address of this name to anybody."""
    return any(address.is_open for address in addresses().values() if address.name == name)


def leads_to_open_address(url: str) -> bool:
    """Whether a link of the admin leads to an address that the table opens, or out of the admin altogether."""
    path = urlsplit(url).path
    if not path.startswith(f"/{ADMIN_ROUTE}"):
        return bool(path)
    try:
        address = addresses().get(key_of(resolve(path)))
    except Resolver404:
        return False
    return address is not None and address.is_open


@cache
def addresses() -> dict[tuple[str, str], Address]:
    """The whole table by key."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return read(file)


def read(lines: Iterable[str]) -> dict[tuple[str, str], Address]:
    """A table by key. Raises ValueError when a row stands twice or cannot be read."""
    table: dict[tuple[str, str], Address] = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        address = _address(row)
        if address.key in table:
            raise ValueError(f"{address.key} stands twice in the table")
        table[address.key] = address
    return table


def _address(row: dict[str, str]) -> Address:
    identifiers = tuple(_identifier(word) for word in _words(row["ids"]))
    in_path = {each.parameter for each in identifiers if each.place == "path"}
    for each in identifiers:
        if each.beside and each.beside not in in_path:
            raise ValueError(f"{each.parameter} stands beside {each.beside}, which {row['route']} does not name")
    return Address(
        route=row["route"],
        name=row["name"],
        methods=frozenset(_words(row["methods"])),
        identifiers=identifiers,
        query=frozenset(_words(row["query"])),
        body=frozenset(_words(row["body"])),
        roles=frozenset(_words(row["roles"])),
        why=row["why"],
    )


def _words(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split()


def _identifier(word: str) -> Identifier:
    """One word of the column `ids`: place:parameter=resolver, with != where it must be sent, and with the parameter of
    the path that makes a pair with it in brackets: path:revision_id=revision_of(page_id)."""
    written = AS_WRITTEN.fullmatch(word)
    if written is None:
        raise ValueError(f"{word!r} is not written as place:parameter=resolver")
    place, parameter, is_needed, resolver, beside = written.groups()
    return Identifier(place, parameter, resolver, beside or "", bool(is_needed))
