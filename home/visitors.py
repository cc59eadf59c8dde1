"""Who is signed in, asked only when there is a session to ask: a page for visitors must be the same for all of them,
and say so to every cache on the way."""

from django.http import HttpRequest

from accounts.models import User


def signed_in_person(request: HttpRequest) -> User | None:
    """The person behind a request, None for a visitor."""
    session = getattr(request, "session", None)
    if session is None or session.is_empty():
        return None
    return request.user if request.user.is_authenticated else None
