"""How a page is deleted without opening what stood under its restrictions elsewhere: its translations and aliases."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from organisations import rules
from organisations.access import recompute_access
from organisations.groups import groups_of_clause, restrict
from organisations.models import PageAccess


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
        dependants = dependants.exclude(path__startswith=page.path)
        before = dict(_rules(list(dependants.values_list("pk", flat=True))))
        yield
        recompute_access(Page.objects.filter(pk__in=list(before)).values_list("path", flat=True))
        for pk, rule in _rules(list(before)):
            for clause in before[pk] - rule:
                restrict(Page.objects.get(pk=pk), groups_of_clause(clause))


def _rules(pages: list[int]) -> list[tuple[int, rules.Rule]]:
    rows = PageAccess.objects.filter(page__in=pages).select_related("policy")
    return [(access.page_id, rules.rule_of(access.policy.rule)) for access in rows]
