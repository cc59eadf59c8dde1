"""How it is worked out who owns a page or a collection and who may read it, and written down for everybody to ask.

A page may be read by those whom every restriction allows that stands on the page itself, on a page above it, on one of
its translations, or on the page whose alias it is, and again above and beside those. Translations reach each other both
ways, so all languages of a page always have the same rule.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.models.view_restrictions import BaseViewRestriction

from content.page_cache import forget_kept_pages
from content.tree import STEP, at_or_below, path_and_above, path_right_above
from organisations import rules
from organisations.groups import principal_of_group
from organisations.models import (
    AccessPolicy,
    CollectionAccess,
    Guest,
    Organisation,
    OrganisationPage,
    PageAccess,
    WithdrawnPage,
)

_LEFT = Organisation.State.LEFT
PageRow = tuple[int, str, object, int | None, bool]  # id, path, translation key, source of the alias, live

# Sent inside the transaction, with `pages` and `collections`: the ids whose rule, owner or visibility changed.
access_changed = Signal()


def intern_policy(rule: rules.Rule) -> AccessPolicy:
    """The one row that stands for this rule."""
    policy, _made = AccessPolicy.objects.get_or_create(key=rules.key_of(rule), defaults={"rule": rules.as_lists(rule)})
    return policy


# -- Pages ---------------------------------------------------------------------------------------------------------


def recompute_access(paths: Iterable[str]) -> None:
    """Write anew who owns and who may read the pages at and below these paths, and all that depends on them.

    Arguments: paths, tree paths as in `Page.path`.
    Sends `access_changed` with the ids of the pages whose row is new or different.
    """
    with transaction.atomic():
        reached = _dependants(list(paths))
        if not reached:
            return
        changed = _write_page_rows(_graph(reached), reached)
        if changed:
            forget_kept_pages()
            access_changed.send(sender=PageAccess, pages=changed, collections=[])


def dependants_of(pages: Iterable[Page]) -> list[int]:
    """The ids of all pages whose readers depend on who may read these: they themselves, what stands below them, their
    translations and aliases, and again what stands below those."""
    return list(_dependants([page.path for page in pages]))


def rules_if_moved(moves: Mapping[str, str]) -> dict[int, rules.Rule]:
    """The rule that each page would have if these were moved, by id: they themselves, what stands below them and all
    that depends on them. Nothing is written.

    Arguments: moves, for the tree path of each page that of the one below which it would stand.
    """
    reached = _dependants(list(moves))
    there = {row[0]: row for row in _rows(Q(path__in=list(moves.values())))}
    graph = {pk: _moved(row, moves) for pk, row in _graph(reached | there).items()}
    return _rules_of(graph, reached)


def rules_if_restricted(pages: Iterable[Page], clauses: Iterable[rules.Clause]) -> dict[int, rules.Rule]:
    """The rule that each page would have if these pages were restricted by these clauses instead of what stands on
    them now, by id: they themselves, what stands below them and all that depends on them. Nothing is written.

    Arguments: clauses, none for pages that everybody may read who may read the pages above.
    """
    chosen, wanted = list(pages), list(clauses)
    reached = _dependants([page.path for page in chosen])
    return _rules_of(_graph(reached), reached, instead={page.pk: wanted for page in chosen})


def _moved(row: PageRow, moves: Mapping[str, str]) -> PageRow:
    pk, path, key, source, live = row
    for number, (old, below) in enumerate(moves.items()):
        if path.startswith(old):
            # A step that no page has: their paths are made of digits and letters.
            return pk, f"{below}~{number:0{STEP - 1}}{path.removeprefix(old)}", key, source, live
    return row


def _rows(where: Q) -> list[PageRow]:
    return list(Page.objects.filter(where).values_list("pk", "path", "translation_key", "alias_of_id", "live"))


def _dependants(paths: list[str]) -> dict[int, PageRow]:
    """The pages below these paths, their translations and aliases, and again what stands below those."""
    found: dict[int, PageRow] = {}
    waiting = paths
    while waiting:
        fresh = {row[0]: row for row in _rows(at_or_below(waiting)) if row[0] not in found}
        found |= fresh
        keys = {row[2] for row in fresh.values()}
        near = _rows(Q(translation_key__in=keys) | Q(alias_of__in=list(fresh)))
        waiting = [row[1] for row in near if row[0] not in found]
    return found


def _graph(start: dict[int, PageRow]) -> dict[int, PageRow]:
    """These pages and every page from which a restriction could reach them."""
    known = dict(start)
    fresh = dict(start)
    while fresh:
        above = {path for row in fresh.values() for path in path_and_above(row[1])}
        keys = {row[2] for row in fresh.values()}
        sources = {row[3] for row in fresh.values() if row[3]}
        rows = _rows(Q(path__in=above) | Q(translation_key__in=keys) | Q(pk__in=sources))
        fresh = {row[0]: row for row in rows if row[0] not in known}
        known |= fresh
    return known


def _write_page_rows(graph: dict[int, PageRow], wanted: dict[int, PageRow]) -> list[int]:
    found = _rules_of(graph, wanted)
    owners = _owners(graph)
    by_path = {row[1]: row for row in graph.values()}
    policies: dict[rules.Rule, AccessPolicy] = {}
    withdrawn = set(WithdrawnPage.objects.filter(page__in=list(wanted)).values_list("page_id", flat=True))
    rows = []
    for pk, row in wanted.items():
        rule = found[pk]
        if rule not in policies:
            policies[rule] = intern_policy(rule)
        # One that was withdrawn for safety hides nothing below it: below a workspace stands all of an organisation.
        published = pk not in withdrawn and all(by_path[path][4] for path in path_and_above(row[1]))
        rows.append(PageAccess(page_id=pk, owner_id=owners.get(row[1]), policy=policies[rule], published=published))
    return _save_differences(rows)


def _rules_of(
    graph: dict[int, PageRow], wanted: Iterable[int], *, instead: Mapping[int, list[rules.Clause]] | None = None
) -> dict[int, rules.Rule]:
    """The rule of each wanted page, in a graph that holds all that could restrict it.

    Arguments: instead, the clauses that count for some pages in place of those that stand on them.
    """
    clauses = _clauses_of(PageViewRestriction.objects.filter(page__in=list(graph)), "page_id") | dict(instead or {})
    reach = _reach(graph)
    clauses = _with_guests(clauses, reach)
    return {pk: rules.rule_of(clause for one in reach[pk] for clause in clauses.get(one, ())) for pk in wanted}


def _with_guests(
    clauses: dict[int, list[rules.Clause]], reach: Mapping[int, frozenset[int]]
) -> dict[int, list[rules.Clause]]:
    """The same clauses with the guests of pages among those whom they allow.

    A guest of a page stands, there and on all that depends on it, beside those whom the page's own restriction allows:
    through whatever they would all pass, and nothing else. So what stands above the page counts for a guest as for
    anybody, and what is kept narrower below it stays so.
    """
    hosts = set(Guest.objects.current().filter(page__in=list(clauses)).values_list("page_id", flat=True))
    allowed = {host: rules.rule_of(clauses[host]) for host in hosts}
    allowed = {host: rule for host, rule in allowed.items() if rule and frozenset({rules.NOBODY}) not in rule}
    if not allowed:
        return clauses
    return {
        pk: [
            clause
            | {
                rules.guests_principal(host)
                for host, rule in allowed.items()
                if host in reach[pk] and rules.at_least_as_narrow(rule, frozenset({clause}))
            }
            for clause in own
        ]
        for pk, own in clauses.items()
    }


def _reach(graph: dict[int, PageRow]) -> dict[int, frozenset[int]]:
    """For each page, all pages whose restrictions reach it: found by following parents, translations and sources."""
    by_path = {row[1]: pk for pk, row in graph.items()}
    by_key: dict[object, list[int]] = {}
    for pk, row in graph.items():
        by_key.setdefault(row[2], []).append(pk)
    reach: dict[int, frozenset[int]] = {}
    for pk in graph:
        seen: set[int] = set()
        waiting = [pk]
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            _pk, path, key, source, _live = graph[current]
            waiting += [near for near in by_key[key] if near not in seen]
            if above := path_right_above(path):
                waiting.append(by_path[above])
            if source:
                waiting.append(source)
        reach[pk] = frozenset(seen)
    return reach


def _owners(graph: dict[int, PageRow]) -> dict[str, int]:
    """For each path the organisation whose workspace is nearest above it; none where that organisation has left."""
    workspaces = OrganisationPage.objects.filter(pk__in=list(graph)).exclude(organisation__state=_LEFT)
    roots = dict(workspaces.values_list("path", "organisation_id"))
    owners: dict[str, int] = {}
    for row in graph.values():
        owner = next((roots[path] for path in reversed(path_and_above(row[1])) if path in roots), None)
        if owner is not None:
            owners[row[1]] = owner
    return owners


def _save_differences(rows: list[PageAccess]) -> list[int]:
    before = {
        access.page_id: (access.owner_id, access.policy_id, access.published)
        for access in PageAccess.objects.filter(page__in=[row.page_id for row in rows])
    }
    fresh = [row for row in rows if row.page_id not in before]
    different = [
        row
        for row in rows
        if row.page_id in before and before[row.page_id] != (row.owner_id, row.policy_id, row.published)
    ]
    PageAccess.objects.bulk_create(fresh, batch_size=500)
    PageAccess.objects.bulk_update(different, ["owner", "policy", "published"], batch_size=500)
    return [row.page_id for row in (*fresh, *different)]


# -- Restrictions --------------------------------------------------------------------------------------------------


def _clauses_of(restrictions, column: str) -> dict[int, list[rules.Clause]]:
    """The clauses that view restrictions stand for, by the id of what they stand on.

    A restriction that is not one of the four audiences (a shared password, any account, a foreign group) allows
    nobody: whoever set it wanted it closed, and this site has no such door.
    """
    clauses: dict[int, list[rules.Clause]] = {}
    rows = restrictions.exclude(restriction_type=BaseViewRestriction.NONE).prefetch_related(
        "groups__organisation_group", "groups__circle"
    )
    for restriction in rows:
        clauses.setdefault(getattr(restriction, column), []).append(clause_of(restriction))
    return clauses


def clauses_on(pages: Iterable[Page]) -> dict[int, list[rules.Clause]]:
    """What stands on these very pages, by their ids; those that nothing restricts are missing."""
    return _clauses_of(PageViewRestriction.objects.filter(page__in=[page.pk for page in pages]), "page_id")


def clause_of(restriction: BaseViewRestriction) -> rules.Clause:
    """The principals whom this restriction allows."""
    if restriction.restriction_type != BaseViewRestriction.GROUPS:
        return frozenset({rules.NOBODY})
    return frozenset(principal_of_group(group) for group in restriction.groups.all()) or frozenset({rules.NOBODY})


# -- Collections ---------------------------------------------------------------------------------------------------


def recompute_collections(paths: Iterable[str]) -> None:
    """Write anew who owns and who may read the collections at and below these paths."""
    with transaction.atomic():
        collections = list(Collection.objects.filter(at_or_below(paths)))
        above = {path for collection in collections for path in path_and_above(collection.path)}
        ids = dict(Collection.objects.filter(path__in=above).values_list("path", "pk"))
        clauses = _clauses_of(CollectionViewRestriction.objects.filter(collection__in=ids.values()), "collection_id")
        owners = _collection_owners()
        known = CollectionAccess.objects.select_related("made_for").in_bulk(
            [collection.pk for collection in collections]
        )
        changed = []
        for collection in collections:
            chain = path_and_above(collection.path)
            rule = rules.rule_of(clause for path in chain for clause in clauses.get(ids[path], ()))
            owner = next((owners[path] for path in reversed(chain) if path in owners), None)
            # One that was made for certain readers has those, whatever stands above it.
            access = known.get(collection.pk) or CollectionAccess(collection=collection)
            policy = access.made_for or intern_policy(rule)
            if (access.owner_id, access.policy_id) != (owner, policy.pk):
                access.owner_id, access.policy = owner, policy
                access.save(force_insert=access._state.adding)
                changed.append(collection.pk)
        if changed:
            forget_kept_pages()
            access_changed.send(sender=CollectionAccess, pages=[], collections=changed)


def _collection_owners() -> dict[str, int]:
    owners: dict[str, int] = {}
    columns = ("pk", "public_files__path", "members_files__path", "own_files__path")
    for pk, *paths in Organisation.objects.exclude(state=_LEFT).values_list(*columns):
        owners |= {path: pk for path in paths if path}
    return owners
