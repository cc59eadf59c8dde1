"""Who decides about people proves anew who they are: a session that somebody left open decides nothing.

The screens open without it and say where to prove it; what is sent without it is shown again and changes nothing.
"""

from django.http import HttpRequest
from django.utils.http import urlencode

from accounts.requests import person_of
from accounts.second_factor import confirmation_address, confirmed_recently


def proof_address(request: HttpRequest) -> str:
    """Where this person proves who they are and comes back from; empty when they did within the last minutes."""
    if confirmed_recently(request):
        return ""
    return f"{confirmation_address(person_of(request))}?{urlencode({'next': request.path})}"
