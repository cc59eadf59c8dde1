"""How a page is deleted: never over the head of somebody who owns it too, and without opening what stood under its
restrictions elsewhere, its translations and aliases."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from content.tree import path_and_above
from organisations import rules
from organisations.access import recompute_access
from organisations.groups import groups_of_clause, restrict
from organisations.models import CoOwner, PageAccess, WithdrawnPage


@transaction.atomic
def delete_page(page: Page, *, by: User) -> None:
    """Delete a page in its language, with all that stands below it.

    Who may is asked before. Raises ValidationError when others own any of it together, or something needs it.
    """
    from wagtail.actions.delete_page import DeletePageAction

    refuse_deletion(page)
    try:
        DeletePageAction(page, user=by).execute(skip_permission_checks=True)
    except ProtectedError as refused:
        raise ValidationError(_("Something else on the site needs this page, so it cannot be deleted.")) from refused


def refuse_deletion(page: Page) -> None:
    """Raises ValidationError when this page, or what would go with it, is not its organisation's alone, or says why it
    was withdrawn for safety."""
    if is_owned_together(page):
        raise ValidationError(
            _(
                "Other organisations own this page, or something below it, together with you. Take it down instead, or "
                "end owning it together first: then whoever is left may delete it."
            )
        )
    if WithdrawnPage.objects.filter(page__path__startswith=page.path).exists():
        raise ValidationError(
            _("It, or a page below it, was withdrawn for safety: its address says why, and has to stay.")
        )


def is_owned_together(page: Page) -> bool:
    """Whether others agreed to own this page, one above it or one below it, or anything below is not its owner's."""
    near = Q(page__path__in=path_and_above(page.path)) | Q(page__path__startswith=page.path)
    below = PageAccess.objects.filter(page__path__startswith=page.path)
    return (
        CoOwner.objects.filter(near, agreed_at__isnull=False).exists()
        or below.exclude(owner_id=page.access.owner_id).exists()
    )


@contextmanager
def without_widening(page: Page) -> Iterator[None]:
    """Delete the page inside this block: what depended on its restrictions keeps them as restrictions of its own.

    A translation or an alias may be read only by those who may read what it stands for. When that goes, nobody has
    said that more people may read the rest.
    """
    with transaction.atomic():
        below = Page.objects.filter(path__startswith=page.path)
        keys, sources = list(below.values_list("translation_key", flat=True)), list(below.values_list("pk", flat=True))
        dependants = Page.objects.filter(Q(translation_key__in=keys) | Q(alias_of__in=sources))
        with as_narrow_as_before(dependants.exclude(path__startswith=page.path)):
            yield


@contextmanager
def kept_to_its_readers(page: Page) -> Iterator[None]:
    """Make an alias a page of its own inside this block: what stood on the page that it repeated stands on it now."""
    with transaction.atomic(), as_narrow_as_before(Page.objects.filter(path__startswith=page.path)):
        yield


@contextmanager
def as_narrow_as_before(pages: QuerySet[Page]) -> Iterator[None]:
    """Whatever these pages lose of their rule inside this block they get as a restriction of their own."""
    before = dict(_rules(list(pages.values_list("pk", flat=True))))
    yield
    recompute_access(Page.objects.filter(pk__in=list(before)).values_list("path", flat=True))
    for pk, rule in _rules(list(before)):
        for clause in before[pk]:
            if rules.at_least_as_narrow(rule, frozenset({clause})):
                continue
            restrict(Page.objects.get(pk=pk), groups_of_clause(clause))


def _rules(pages: list[int]) -> list[tuple[int, rules.Rule]]:
    rows = PageAccess.objects.filter(page__in=pages).select_related("policy")
    return [(access.page_id, rules.rule_of(access.policy.rule)) for access in rows]
