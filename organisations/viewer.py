"""Who is looking: the principals that a person holds at this moment, for asking what they may read."""

from dataclasses import dataclass, field, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.second_factor import session_has_second_factor
from organisations import rules
from organisations.models import CircleMembership, Guest, Membership, Organisation

CIRCLE, GUESTS = 1, 2
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks.

    person_id: the account, None for a visitor; principals: the words of organisations.rules that they hold now;
    known: what was found out about them while one request that changes nothing is answered, None at all other times.
    """

    person_id: int | None = None
    principals: frozenset[str] = field(default_factory=frozenset)
    known: dict[str, list[int]] | None = field(default=None, compare=False, repr=False)


VISITOR = Viewer()


def viewer_of(person: User | AnonymousUser | None, *, second_factor: bool) -> Viewer:
    """What this person holds now.

    Arguments: person, an account or a visitor; second_factor, whether the session that asks proved one.
    Returns a viewer made from memberships and invitations as a guest that have not ended, of organisations that are
    active, where whoever invited still publishes the page; never from group rows, which know no dates. To be a guest of
    a page for a circle that asks its readers for a second factor takes one as well. Costs two queries for an account,
    a third for a guest, none for a visitor.
    """
    if person is None or not person.is_authenticated or not person.is_active:
        return VISITOR
    own = (
        Membership.objects.current()
        .filter(person_id=person.pk, organisation__state=Organisation.State.ACTIVE)
        .values_list("organisation_id", flat=True)
    )
    principals = {rules.organisation_principal(pk) for pk in own}
    belongs = bool(principals)
    if belongs:
        principals.add(rules.MEMBERS)
    circles = CircleMembership.objects.current().filter(person_id=person.pk)
    invited = Guest.objects.current().filter(Q(email=person.email.lower()) | Q(organisation__in=own))
    if not belongs:
        # Whoever came with an organisation leaves with it; a place of somebody who never had one stands by itself.
        circles = circles.filter(person__memberships__isnull=True)
    if not second_factor:
        circles = circles.filter(circle__needs_second_factor=False)
    places = (
        circles.order_by()
        .values_list("circle_id", Value(CIRCLE))
        .union(invited.order_by().values_list("pk", Value(GUESTS)))
    )
    found = list(places)
    principals |= {rules.circle_principal(pk) for pk, kind in found if kind == CIRCLE}
    if guests := [pk for pk, kind in found if kind == GUESTS]:
        principals |= _as_guest(person, guests, belongs=belongs, second_factor=second_factor)
    return Viewer(person.pk, frozenset(principals))


def _as_guest(person: User, invited: list[int], *, belongs: bool, second_factor: bool) -> set[str]:
    """What somebody who was invited as a guest holds by that: not where whoever invited publishes the page no longer.

    Arguments: invited, the ids of the invitations; belongs, whether the person is a member of the network.
    """
    rows = Guest.objects.standing().filter(pk__in=invited, page__access__owner__state=Organisation.State.ACTIVE)
    if not belongs:
        rows = rows.exclude(Exists(Membership.objects.filter(person_id=person.pk)))
    if not second_factor:
        rows = rows.exclude(page__view_restrictions__groups__circle__needs_second_factor=True)
    return {rules.guests_principal(pk) for pk in rows.order_by().values_list("page_id", flat=True)}


def viewer_for(request: HttpRequest) -> Viewer:
    """The viewer behind a request, worked out once for each request and for the day on which it is asked."""
    user = getattr(request, "user", None)
    # To ask who a visitor is would mark the answer as one that depends on a cookie, which it does not.
    visiting = isinstance(user, SimpleLazyObject) and request.session.is_empty()
    key = (None if visiting else getattr(user, "pk", None), timezone.localdate())
    kept = getattr(request, "_viewer", None)
    if kept is None or kept[0] != key:
        factor = not visiting and bool(user and user.is_authenticated and session_has_second_factor(request))
        viewer = viewer_of(None if visiting else user, second_factor=factor)
        kept = (key, replace(viewer, known={} if request.method in SAFE_METHODS else None))
        request._viewer = kept  # type: ignore[attr-defined]  # kept for this request only
    return kept[1]
