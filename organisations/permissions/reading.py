"""What somebody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from wagtail.models import Page

from organisations import rules
from organisations.models import AccessPolicy, Circle

if TYPE_CHECKING:  # the models ask here who may approve, and a viewer is made from the models
    from organisations.viewer import Viewer


def readable_policies(viewer: Viewer) -> list[int]:
    """The ids of the policies whose rule this viewer satisfies; each distinct policy is evaluated once.

    One query, and one for each request that changes nothing. What is remembered can only be too little: the rule of a
    policy never changes, and a policy made meanwhile is not in it.
    """
    known = viewer.known
    if known is not None and "policies" in known:
        return known["policies"]
    policies = [
        pk for pk, rule in AccessPolicy.objects.values_list("pk", "rule") if rules.satisfied(rule, viewer.principals)
    ]
    if known is not None:
        known["policies"] = policies
    return policies


def policies_asking_for_a_second_factor() -> list[int]:
    """The ids of the policies that name a circle whose people read its pages with a second factor only."""
    circles = Circle.objects.filter(needs_second_factor=True).values_list("pk", flat=True)
    words = {rules.circle_principal(pk) for pk in circles}
    return [
        pk
        for pk, rule in AccessPolicy.objects.values_list("pk", "rule")
        if any(not words.isdisjoint(clause) for clause in rule)
    ]


def readable_by(viewer: Viewer, things: QuerySet) -> QuerySet:
    """Those of these pages, pictures, files or records that the viewer may read.

    Arguments: things, a queryset of pages of any type, of anything in a collection, or of records that have a
    foreign key `policy`.
    A thing without a row that says who may read it is readable by nobody.
    """
    policies = readable_policies(viewer)
    model = things.model
    if issubclass(model, Page):
        return things.filter(live=True, access__published=True, access__policy__in=policies)
    if any(field.name == "collection" for field in model._meta.get_fields()):
        return things.filter(collection__access__policy__in=policies)
    return things.filter(policy__in=policies)
