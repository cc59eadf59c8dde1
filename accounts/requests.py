"""Who sends a request, for code that only signed-in people reach."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """The signed-in person. Only for views behind `login_required`: a visitor is no `User`."""
    return cast(User, request.user)
