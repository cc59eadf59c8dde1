"""Moving a page: below which of one's own pages, and what that means for who may read it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.models import Page

from accounts.requests import person_of
from organisations import permissions
from organisations.actions.moving import Move, move_page, places_for, plan_move
from organisations.roles import WRITING
from organisations.views.workspace import back_from
from organisations.wording import wording_for

CHOOSE, CONFIRM = "organisations/admin/pages/move.html", "organisations/admin/pages/confirm_move.html"


class ChoosePlace(View):
    """Asks where a page goes. Raises Http404 for those who may not move it: writers move what is not published."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, page_to_move_id: int) -> HttpResponse:
        return self._show(request, _movable(request, page_to_move_id), [])

    def post(self, request: HttpRequest, page_to_move_id: int) -> HttpResponse:
        page = _movable(request, page_to_move_id)
        place = _own(request, int(request.POST["new_parent_page"]))
        try:
            plan_move(page, place, by=person_of(request))
        except ValidationError as refused:
            return self._show(request, page, refused.messages)
        return redirect("wagtailadmin_pages:move_confirm", page.pk, place.pk)

    def _show(self, request: HttpRequest, page: Page, refusals: list[str]) -> HttpResponse:
        person = person_of(request)
        places = places_for(page, person)
        top = min((place.depth for place in places), default=0)
        rows = [(place, "— " * (place.depth - top)) for place in places]
        context = {"page": page, "places": rows, "refusals": refusals, "back": back_from(page, person)}
        return render(request, CHOOSE, context)


class ConfirmMove(View):
    """Says who may read the page now and who will, and moves it. Raises Http404 as ChoosePlace does."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, page_to_move_id: int, destination_id: int) -> HttpResponse:
        page, place = _movable(request, page_to_move_id), _own(request, destination_id)
        return _shown(request, page, place, [])

    def post(self, request: HttpRequest, page_to_move_id: int, destination_id: int) -> HttpResponse:
        page, place = _movable(request, page_to_move_id), _own(request, destination_id)
        sent = request.POST
        try:
            move_page(page, place, by=person_of(request), seen=sent.get("seen", ""), sure=sent.get("sure") == "on")
        except ValidationError as refused:
            return _shown(request, page, place, refused.messages)
        messages.success(request, _("“%(title)s” is moved.") % {"title": page.get_admin_display_title()})
        return redirect("wagtailadmin_explore", place.pk)


def _movable(request: HttpRequest, page_id: int) -> Page:
    page = _own(request, page_id)
    if not page.permissions_for_user(request.user).can_move():
        raise Http404
    return page


def _own(request: HttpRequest, page_id: int) -> Page:
    return get_object_or_404(permissions.organisation_pages(request.user, *WRITING), pk=page_id).specific


def _shown(request: HttpRequest, page: Page, place: Page, refusals: list[str]) -> HttpResponse:
    try:
        move = plan_move(page, place, by=person_of(request))
    except ValidationError as refused:
        context: dict[str, Any] = {"page": page, "place": place, "refusals": refused.messages}
    else:
        context = {"page": page, "place": place, "refusals": refusals, "move": move, **_readers(request, move)}
    return render(request, CONFIRM, context | {"back": back_from(page, person_of(request))})


def _readers(request: HttpRequest, move: Move) -> dict[str, Any]:
    """Who may read what the move concerns, in words: the page, and those that others could read then; and which of its
    languages stay. Of other pages only those on which whoever moves it works."""
    page, words = move.page, wording_for(request, move.page)
    before, after = (words.rule(each[page.pk]) for each in (move.before, move.after))
    known = permissions.editable_pages(request.user).select_related("locale").order_by("path")
    return {
        "before": before,
        "after": after,
        "widened": list(known.filter(pk__in=set(move.widened) - {page.pk})),
        "staying": list(known.filter(pk__in=[each.pk for each in move.staying])),
    }
