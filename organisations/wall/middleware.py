"""Which admin addresses answer at all: those that the table opens to the person's role, and no others.

Default deny, for everybody, superusers and network roles included. Whatever is refused is the one common 404, the
same for an address that does not exist, for another organisation's thing and for one's own role being too low.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import urlencode

from accounts.models import User
from accounts.requests import person_of
from accounts.second_factor import second_factor_step
from organisations.permissions import may_enter_admin, roles_of
from organisations.wall.resolvers import may_name
from organisations.wall.table import ANY_FIELD, Address, Identifier, addresses, key_of

logger = logging.getLogger("organisations.wall")
ADMIN_PATH = "/admin/"
# For whom a screen of the admin is being made, which Wagtail does not tell its widgets.
asking: ContextVar[User | None] = ContextVar("asking", default=None)
# Tells the sign-in page that something was sent after the session had ended.
UNSAVED = "unsaved"
# No screen sends anything else; whatever else is sent would reach a view as a form without a field.
FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})
FORM_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a form field


class AdminWall:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ADMIN_PATH):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return HttpResponseRedirect(_sign_in_address(request))
        if not may_enter_admin(request.user):
            raise Http404
        if step := second_factor_step(request):
            return HttpResponseRedirect(step)
        token = asking.set(person_of(request))
        try:
            return self.get_response(request)
        finally:
            asking.reset(token)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]) -> None:
        """Ask the table before any view of the admin runs. Raises Http404 for whatever it does not open."""
        if not request.path_info.startswith(ADMIN_PATH):
            return
        address = addresses().get(key_of(request.resolver_match)) if request.resolver_match else None
        refusal = _refusal(address, request, kwargs)
        if refusal or address is None:
            # Neither the address nor the parameters: they would tell what somebody was looking for.
            logger.warning("admin address refused: %s", refusal)
            raise Http404
        _drop_undeclared(request, address)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Take a form that did not arrive whole for what it is; a view of Wagtail's takes it for an error of its own.
        Raises BadRequest then."""
        if request.path_info.startswith(ADMIN_PATH) and isinstance(error, MultiValueDictKeyError):
            raise BadRequest("a field is missing") from error


def _sign_in_address(request: HttpRequest) -> str:
    """Where a person signs in again and then goes on; what they had sent is kept nowhere, and they are told so."""
    query = {"next": request.path} | ({UNSAVED: "1"} if request.method == "POST" else {})
    return f"{resolve_url('account_login')}?{urlencode(query)}"


def _refusal(address: Address | None, request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Why this request must not reach its view, or nothing."""
    if address is None or not address.is_open:
        return "shut"
    if request.method not in address.methods:
        return "method"
    if request.method == "POST" and request.content_type not in FORMS:
        return "not a form"
    if not address.roles & roles_of(request.user):
        return "role"
    for each in address.identifiers:
        values, beside = _values(request, kwargs, each), _beside(kwargs, each)
        if each.is_needed and request.method == "POST" and not values:
            return f"missing: {each.parameter}"
        if not all(may_name(each.resolver, person_of(request), value, *beside) for value in values):
            return f"not theirs: {each.resolver}"
    return ""


def _beside(kwargs: dict[str, Any], identifier: Identifier) -> list[str]:
    """The other value of a pair, which stands in the path."""
    return [str(kwargs[identifier.beside])] if identifier.beside else []


def _values(request: HttpRequest, kwargs: dict[str, Any], identifier: Identifier) -> list[str]:
    if identifier.place == "path":
        return [str(kwargs[identifier.parameter])]
    sent = request.GET if identifier.place == "query" else request.POST
    return sent.getlist(identifier.parameter)


def _drop_undeclared(request: HttpRequest, address: Address) -> None:
    """Leave only declared parameters, also in the raw query string, from which some of Wagtail's views read."""
    request.GET = _only(request.GET, address.parameters("query"))
    request.META["QUERY_STRING"] = request.GET.urlencode()
    allowed = address.parameters("body")
    if request.method == "POST" and ANY_FIELD not in allowed:
        request.POST = _only(request.POST, allowed | {FORM_TOKEN})


def _only(sent: QueryDict, allowed: frozenset[str]) -> Any:
    kept = QueryDict(mutable=True)
    for name in sent:
        if name in allowed:
            kept.setlist(name, sent.getlist(name))
    kept._mutable = False
    return kept
