"""One request for an address of the admin, and the row of the table that it belongs to."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import resolve, reverse

from organisations.wall.table import key_of


@dataclass(frozen=True)
class Visit:
    """One request: path, method and what it sends, which is the query of a GET."""

    url: str
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """The row of the table, found as the wall finds it."""
        return key_of(resolve(self.url.partition("?")[0]))


def to(name: str, *args: object, method: str = "get", **data: object) -> Visit:
    """A visit to the address with this name, at these path parameters."""
    return Visit(reverse(name, args=args), method, data)
