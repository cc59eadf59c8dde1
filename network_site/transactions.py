"""Which requests are one transaction: those that may change something, and no others.

A transaction around a reading request would serialise readers on SQLite, whose write lock is taken at its start.
"""

import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# A form that only asks, so that its words stand in no address: it must not wait for the one writer.
ONLY_ASKS = re.compile(r"/[a-z-]+/(?:search|directory/sheet)/")


class UnsafeInOneTransaction:
    """Run POST, PUT, PATCH and DELETE in one transaction, undone when the answer is a server error or says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or ONLY_ASKS.fullmatch(request.path):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(response, "is_undone", False):
                transaction.set_rollback(True)
        return response
