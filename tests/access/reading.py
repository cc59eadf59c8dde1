"""Which parameters a view reads, whatever the table declares: noted while it answers."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import override_settings

from organisations.wall.table import key_of

# By row of the table and place, "query" or "body": the parameters that were asked for.
read: dict[tuple[tuple[str, str], str], set[str]] = defaultdict(set)


class Noting(QueryDict):
    """What was sent, that remembers what it was asked for."""

    noted: set[str]

    def __getitem__(self, key: str) -> Any:
        self.noted.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.noted.add(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> list:
        self.noted.add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        self.noted.add(str(key))
        return super().__contains__(key)


class NoteWhatIsRead:
    """Stands after the wall, whose own questions are not noted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]) -> None:
        key = key_of(request.resolver_match)
        request.GET = _noting(request.GET, read[key, "query"])
        if request.method == "POST":
            request.POST = _noting(request.POST, read[key, "body"])


def _noting(sent: QueryDict, noted: set[str]) -> Noting:
    copy = Noting(mutable=True)
    copy.noted = noted
    for name, values in sent.lists():
        copy.setlist(name, values)
    copy._mutable = False
    return copy


@contextmanager
def noted() -> Iterator[dict[tuple[tuple[str, str], str], set[str]]]:
    """What the views read meanwhile."""
    read.clear()
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.NoteWhatIsRead"]):
        yield read
