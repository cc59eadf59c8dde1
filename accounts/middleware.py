"""How long a session lasts, and which language the editor's screens speak."""

import time
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.second_factor import session_has_second_factor

ADMIN = "/admin/"
# What an open editor asks by itself does not show that somebody is there.
NOT_A_SIGN_OF_LIFE = ("/admin/editing-sessions/",)
# Seconds: how long a session that may enter the admin may rest, how long any session lasts, how often it is written.
IDLE = 30 * 60
LONGEST = 12 * 60 * 60
WRITTEN_EVERY = 60
BEGAN, SEEN = "accounts.began", "accounts.seen"


class SessionLimits:
    """End sessions that rested or lasted too long.

    Only a session that proved a second factor can enter the admin, so the short limit is for those: the others belong
    to readers, who may well look at one page for an hour. Visitors have no session, and none is touched for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and SESSION_KEY in request.session:
            if _is_over(request):
                logout(request)
            else:
                _note_sign_of_life(request)
        return self.get_response(request)


def _is_over(request: HttpRequest) -> bool:
    now, session = time.time(), request.session
    if now - session.get(BEGAN, now) >= LONGEST:
        return True
    return now - session.get(SEEN, now) >= IDLE and session_has_second_factor(request)


def _note_sign_of_life(request: HttpRequest) -> None:
    now, session = int(time.time()), request.session
    if BEGAN not in session:
        session[BEGAN] = session[SEEN] = now
    elif now - session[SEEN] >= WRITTEN_EVERY and not request.path_info.startswith(NOT_A_SIGN_OF_LIFE):
        session[SEEN] = now


class OwnLanguage:
    """Speak the person's own language in the admin, whose addresses name none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(ADMIN) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
