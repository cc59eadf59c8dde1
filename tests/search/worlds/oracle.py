"""Who may find what, worked out a second time, plainly and slowly, from Wagtail's own rows and nothing else."""

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from accounts.models import User
from content.models import NetworkDocument
from organisations.models import (
    Circle,
    CircleMembership,
    Membership,
    Organisation,
    OrganisationGroup,
)

REGIONS = {"KE": "africa", "CO": "americas"}


@dataclass(frozen=True)
class Thing:
    """What may be found: its key, language, title, other text and facet values, and the groups of each restriction
    that counts: a reader is in one group of each."""

    key: str
    language: str
    title: str
    text: str
    facets: frozenset[tuple[str, str]]
    restrictions: tuple[frozenset[int], ...] = field(compare=False)

    def has(self, word: str) -> bool:
        return word in re.findall(r"\w+", f"{self.title} {self.text}".lower())


def groups_of(person: User | None, second_factor: bool) -> frozenset[int]:
    """The ids of the groups that somebody's memberships put them in today; their group rows are not looked at."""
    if person is None:
        return frozenset()
    today = timezone.localdate()
    groups: set[int] = set()
    for row in Membership.objects.filter(person=person):
        organisation = Organisation.objects.get(pk=row.organisation_id)
        if organisation.state == "active" and (row.until is None or row.until >= today):
            groups.add(OrganisationGroup.objects.get(organisation=organisation, role="people").group_id)
            groups.add(_members_group())
    # Whoever came with an organisation leaves with it; a place of somebody who never had one stands by itself.
    if not groups and Membership.objects.filter(person=person).exists():
        return frozenset()
    for row in CircleMembership.objects.filter(person=person):
        circle = Circle.objects.get(pk=row.circle_id)
        if (row.until is None or row.until >= today) and (second_factor or not circle.needs_second_factor):
            groups.add(circle.group_id)
    return frozenset(groups)


def _members_group() -> int:
    from django.contrib.auth.models import Group

    return Group.objects.get(name="Members of the network").pk


def may_read(thing: Thing, groups: frozenset[int]) -> bool:
    return all(groups & allowed for allowed in thing.restrictions)


def things(page_types: dict[str, str]) -> list[Thing]:
    """All that somebody may find: published pages of these types (with what the type is called) and files."""
    return [*_pages(page_types), *_files()]


def _allowed_by(restriction) -> frozenset[int]:
    """The groups that a restriction lets in: none for passwords, accounts and groups that stand for no audience."""
    if restriction.restriction_type != "groups":
        return frozenset()
    people = set(OrganisationGroup.objects.filter(role="people").values_list("group_id", flat=True))
    known = people | set(Circle.objects.values_list("group_id", flat=True)) | {_members_group()}
    return frozenset(restriction.groups.values_list("pk", flat=True)) & known


def _pages(page_types: dict[str, str]) -> list[Thing]:
    rows = {page.pk: page for page in Page.objects.select_related("locale", "content_type")}
    by_path = {page.path: page for page in rows.values()}
    restrictions: dict[int, list[frozenset[int]]] = {}
    for restriction in PageViewRestriction.objects.all():
        restrictions.setdefault(restriction.page_id, []).append(_allowed_by(restriction))
    found = []
    for page in rows.values():
        kind = page_types.get(page.content_type.model)
        above = [by_path[page.path[:end]] for end in range(4, len(page.path) + 1, 4)]
        origin = page
        while origin.alias_of_id:
            origin = rows[origin.alias_of_id]
        repeats = origin.pk != page.pk and origin.translation_key == page.translation_key
        if kind and all(each.live for each in above) and not repeats:
            reached = _reached(page, rows, by_path)
            clauses = tuple(allowed for pk in reached for allowed in restrictions.get(pk, ()))
            found.append(_page_thing(page.specific, kind, origin.locale.language_code, clauses))
    return found


def _reached(page: Page, rows: dict[int, Page], by_path: dict[str, Page]) -> set[int]:
    """The page, those above, its translations and the source of the alias, and again those of each of these."""
    seen: set[int] = set()
    waiting = [page]
    while waiting:
        one = waiting.pop()
        if one.pk not in seen:
            seen.add(one.pk)
            waiting += [by_path[one.path[:end]] for end in range(4, len(one.path), 4)]
            waiting += [other for other in rows.values() if other.translation_key == one.translation_key]
            waiting += [rows[one.alias_of_id]] if one.alias_of_id else []
    return seen


def _page_thing(page: Page, kind: str, language: str, clauses: tuple[frozenset[int], ...]) -> Thing:
    facets = {("type", kind), *(("concern", term.code) for term in page.terms.all())}
    text = [
        page.summary,
        *(html.unescape(re.sub("<[^>]*>", "", str(block.value["text"].source))) for block in page.body),
    ]
    if kind == "organisation":
        country = page.organisation.country
        facets |= {("country", country), ("region", REGIONS[country])}
    return Thing(f"page:{page.pk}", language, page.title, "\n".join(filter(None, text)), frozenset(facets), clauses)


def _files() -> list[Thing]:
    found = []
    for file in NetworkDocument.objects.all():
        above = [file.collection, *file.collection.get_ancestors()]
        clauses = tuple(map(_allowed_by, CollectionViewRestriction.objects.filter(collection__in=above)))
        facets = frozenset({("type", "document")})
        found.append(Thing(f"document:{file.pk}", "en", file.title, file.text, facets, clauses))
    return found


def facet_counts(found: list[Thing], choices: dict[str, str], language: str | None) -> dict[str, Counter[str]]:
    """How many things each value would show when it were the only one chosen in its facet."""
    counts: dict[str, Counter[str]] = {}
    for thing in found:
        values = {*thing.facets, ("language", thing.language)}
        for name, value in values:
            others = {(n, v) for n, v in choices.items() if n != name}
            others |= {("language", language)} if language and name != "language" else set()
            if others <= values:
                counts.setdefault(name, Counter())[value] += 1
    return counts


def marked(text: str, word: str) -> str:
    """The text as HTML, with every occurrence of the word marked."""
    pieces = re.split(rf"(?i)\b({word})\b", text) if word else [text]
    return "".join(f"<mark>{piece}</mark>" if place % 2 else html.escape(piece) for place, piece in enumerate(pieces))
