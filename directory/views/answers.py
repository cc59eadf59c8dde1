"""How every public answer of the directory leaves: kept by no browser and by nothing on the way."""

from django.http import HttpResponse

SENSITIVE = "private, no-store"


def sensitive(response: HttpResponse) -> HttpResponse:
    """The same answer, marked so that nobody keeps it."""
    response.headers["Cache-Control"] = SENSITIVE
    return response
