"""What a page may name, and what of it may be shown: nothing that its owners do not own and not everybody may read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField as Flag
from django.db.models import Exists, ExpressionWrapper, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from content.known import is_elsewhere, known_path, with_what_is_known
from content.models import NetworkDocument, NetworkImage
from content.references import DOCUMENT, IMAGE, PAGE, Reference, references_of
from content.tree import is_read_in_place, path_and_above
from organisations import roles, rules
from organisations.models import AccessPolicy, CoOwner, Organisation, PageAccess
from organisations.permissions import organisations_of, public_pages

ORGANISATION = "organisations.Organisation"
FILES: dict[str, Any] = {IMAGE: NetworkImage, DOCUMENT: NetworkDocument}


def refuse_what_is_not_theirs(
    instance: Model, references: frozenset[Reference], *, by: object, parent: Page | None = None
) -> None:
    """Refuse a page that names something which neither belongs to one of its owners nor is public.

    Of what belongs to a co-owner alone, only that co-owner's people put anything on the page: to own one page together
    opens nothing else. What stands on it already may stay, whoever saves. One sentence for all kinds of refusal, the
    same for what does not exist: it must not tell what others have.
    Raises ValidationError.
    """
    if not isinstance(instance, Page):
        return
    owners = _owner_ids(parent if instance.pk is None else instance)
    facts = _facts(references)
    _add_co_owners(facts.values())
    nameable = {reference: each for reference, each in facts.items() if each.may_be_named_by(owners)}
    refused = set(references) - set(nameable) - _owned_elsewhere(references, owners)
    if refused or _brought_by_strangers(instance, nameable, by):
        raise ValidationError(
            _("This names a page, a picture or a file that is neither yours nor public. Choose another one.")
        )


def _brought_by_strangers(page: Page, named: "Mapping[Reference, Facts]", by: object) -> set[Reference]:
    """What this person would newly put on the page although it belongs to other owners of it. The site itself, which
    is nobody, may."""
    if not isinstance(by, User):
        return set()
    closed = {reference for reference, facts in named.items() if not facts.is_public}
    if not closed:
        return set()
    mine = frozenset(organisations_of(by, *roles.WRITING).values_list("pk", flat=True))
    foreign = {reference for reference in closed if not named[reference].may_be_named_by(mine)}
    return foreign - _named_already(page) if foreign else set()


def _named_already(page: Page) -> frozenset[Reference]:
    """What a page names as it is stored, and in its latest draft."""
    stored = Page.objects.filter(pk=page.pk).specific().first() if page.pk else None
    if stored is None:
        return frozenset()
    draft = stored.get_latest_revision()
    return references_of(stored) | (references_of(draft.as_object()) if draft else frozenset())


def only_what_all_readers_may_read(
    wanted: Sequence[tuple[Model, frozenset[Reference]]],
) -> list[frozenset[Reference]]:
    """For each page those references which everybody who may read the page may read as well. Four queries in all, and
    three more where some of it is read elsewhere than where it stands.

    On a page that nobody reads where it stands, the pictures and files of its owners may stand as well: its readers get
    copies of them.
    """
    facts = _facts({one for _page, references in wanted for one in references})
    instances = [instance for instance, _references in wanted]
    page_rules, givers = _rules_of(instances), _givers_of_copies(instances)
    elsewhere = _Elsewhere(instances, [each for each in facts.values() if each.is_elsewhere])
    return [
        frozenset(
            one
            for one in references
            if one.model not in (PAGE, *FILES)
            or (one in facts and _may_be_shown(facts[one], instance, rule, elsewhere))
            or (one in facts and one.model in FILES and facts[one].owners & giver)
        )
        for (instance, references), rule, giver in zip(wanted, page_rules, givers, strict=True)
    ]


def paths_elsewhere(instance: Model, pages: Iterable[Page]) -> dict[int, str | None]:
    """Under which path all readers of this page find each of these pages that is read elsewhere, by id; None where they
    do not. What is written together with the page itself is left out: it will be read beside it."""
    facts = _facts({Reference(PAGE, page.pk) for page in pages if not is_read_in_place(page)})
    elsewhere = _Elsewhere([instance], list(facts.values()))
    (rule,) = _rules_of([instance]) if facts else (rules.PUBLIC,)
    foreign = [each.pk for each in facts.values() if not elsewhere.is_written_with(instance, each)]
    read = elsewhere.read_by(rule) if foreign else {}
    return {pk: known_path(read[pk], read[pk].locale.language_code) if pk in read else None for pk in foreign}


@dataclass
class Facts:
    """What is known of a named page, picture or file.

    owners: the ids of the organisations that own it; rule: who may read it where it stands; published: of a page, with
    all above it; is_public: whether everybody may read it, wherever that is; pk and path: of a page, its id and tree
    path; is_elsewhere: whether it is a page that is not read where it stands.
    """

    owners: frozenset[int]
    rule: rules.Rule
    is_public: bool
    published: bool = True
    pk: int = 0
    path: str = ""
    is_elsewhere: bool = False

    def may_be_named_by(self, owners: frozenset[int]) -> bool:
        return bool(self.owners & owners) or self.is_public


def _may_be_shown(facts: Facts, instance: Model, readers: rules.Rule, elsewhere: "_Elsewhere") -> bool:
    """Whether all readers of this page may read what it names."""
    if facts.is_elsewhere and not elsewhere.is_written_with(instance, facts):
        return facts.pk in elsewhere.read_by(readers)
    return facts.published and rules.at_least_as_narrow(readers, facts.rule)


class _Elsewhere:
    """What is known of named pages that are not read where they stand; asked only where there are any."""

    def __init__(self, instances: Sequence[Model], named: Sequence[Facts]) -> None:
        self.ids = [each.pk for each in named]
        self._read: dict[rules.Rule, dict[int, Page]] = {}
        written = [each.path for each in instances if named and isinstance(each, Page) and not is_read_in_place(each)]
        self._whole = _wholes([*written, *(each.path for each in named)]) if written else {}

    def is_written_with(self, instance: Model, facts: Facts) -> bool:
        """Whether the page on which this is named is a part of the same manual, in whatever language: what it names is
        read beside it, from its next edition on."""
        whole = self._whole.get(getattr(instance, "path", ""))
        return whole is not None and whole == self._whole.get(facts.path)

    def read_by(self, readers: rules.Rule) -> dict[int, Page]:
        """Those of which all who are in this rule may read something, by id, with what they know of it. Two queries for
        each rule."""
        if readers not in self._read:
            rows = AccessPolicy.objects.values_list("pk", "rule")
            wide = [pk for pk, rule in rows if rules.at_least_as_narrow(readers, rules.rule_of(rule))]
            pages = Page.objects.filter(pk__in=self.ids).select_related("locale")
            known = with_what_is_known(pages, wide).filter(known_as__isnull=False)
            self._read[readers] = {page.pk: page for page in known}
        return self._read[readers]


def _wholes(paths: Sequence[str]) -> dict[str, object]:
    """For the tree path of each of these pages what it is a part of, by the key that all languages of that have."""
    above = {path for each in paths for path in path_and_above(each)}
    tops = dict(Page.objects.filter(is_elsewhere(), path__in=above).values_list("path", "translation_key"))
    found = {each: next((tops[path] for path in path_and_above(each) if path in tops), None) for each in paths}
    return {path: key for path, key in found.items() if key is not None}


def _facts(references: Iterable[Reference]) -> dict[Reference, Facts]:
    """What is known of each page, picture and file among these; those that do not exist are missing. Of pages the
    organisation in whose workspace they stand."""
    found: dict[Reference, Facts] = {}
    ids: dict[str, list[int]] = {}
    for one in references:
        ids.setdefault(one.model, []).append(int(one.pk) if str(one.pk).isdigit() else 0)
    if PAGE in ids:
        pages = Page.objects.filter(pk__in=ids[PAGE], access__isnull=False).annotate(
            public=Exists(public_pages().filter(pk=OuterRef("pk"))), elsewhere=ExpressionWrapper(is_elsewhere(), Flag())
        )
        columns = ("pk", "path", "access__owner", "access__published", "access__policy__rule", "public", "elsewhere")
        for pk, path, owner, published, rule, public, elsewhere in pages.values_list(*columns):
            found[Reference(PAGE, pk)] = Facts(
                _one(owner), rules.rule_of(rule), public, published, pk, path, is_elsewhere=elsewhere
            )
    for label, model in FILES.items():
        if label in ids:
            rows = model.objects.filter(pk__in=ids[label]).values_list(
                "pk", "collection__access__owner", "collection__access__policy__rule"
            )
            for pk, owner, rule in rows:
                readers = rules.rule_of([[rules.NOBODY]] if rule is None else rule)
                found[Reference(label, pk)] = Facts(_one(owner), readers, readers == rules.PUBLIC)
    return found


def _one(owner: int | None) -> frozenset[int]:
    return frozenset() if owner is None else frozenset({owner})


def _add_co_owners(facts: Iterable[Facts]) -> None:
    """Count among the owners of pages those who agreed to own them, or a page above, together with others. One query,
    none where all is public."""
    closed = [each for each in facts if each.path and not each.is_public]
    if not closed:
        return
    shared = _co_owners_at([each.path for each in closed])
    for each in closed:
        each.owners |= shared[each.path]


def _owned_elsewhere(references: Iterable[Reference], owners: frozenset[int]) -> set[Reference]:
    """References to kinds that are not pages or files: an organisation may be named by its own pages, and records by
    whoever may see them, which the app that keeps them checks itself."""
    return {
        one for one in references if one.model not in (PAGE, *FILES) and (one.model != ORGANISATION or one.pk in owners)
    }


def _owner_ids(page: Page | None) -> frozenset[int]:
    """The organisations that own a page, its workspace's and those that agreed to co-own it or a page above."""
    if page is None or not page.path:
        return frozenset()
    paths = path_and_above(page.path)
    access = PageAccess.objects.filter(page__path__in=paths, owner__isnull=False).order_by("-page__path").first()
    shared = _agreed_co_owners(paths).values_list("organisation_id", flat=True)
    own = {access.owner_id} if access and access.owner_id else set()
    return frozenset(own | set(shared))


def _givers_of_copies(instances: Sequence[Model]) -> list[frozenset[int]]:
    """For each page that nobody reads where it stands, the organisations that own it; nobody for all others, and for
    one that is shown to somebody who is none of its readers. Two queries, none where there is no such page."""
    pages = [each for each in instances if isinstance(each, Page) and each.pk and not is_read_in_place(each)]
    pages = [each for each in pages if not (_brought_its_rule(each) and each.access._state.adding)]
    if not pages:
        return [frozenset()] * len(instances)
    access = PageAccess.objects.filter(page__in=[page.pk for page in pages], owner__isnull=False)
    owner = dict(access.values_list("page_id", "owner_id"))
    shared = _co_owners_at([page.path for page in pages])
    owners = {page.pk: _one(owner.get(page.pk)) | shared[page.path] for page in pages}
    return [owners.get(each.pk, frozenset()) if isinstance(each, Page) else frozenset() for each in instances]


def _co_owners_at(places: Sequence[str]) -> dict[str, frozenset[int]]:
    """For each of these tree paths the ids of those who agreed to own the page there, or one above, together with
    others. One query."""
    above = {path for place in places for path in path_and_above(place)}
    shared = list(_agreed_co_owners(above).values_list("page__path", "organisation_id"))
    return {place: frozenset(pk for path, pk in shared if place.startswith(path)) for place in places}


def _agreed_co_owners(paths: Iterable[str]) -> QuerySet[CoOwner]:
    """Those who agreed to own the pages at these paths together with others."""
    return CoOwner.objects.filter(
        page__path__in=paths, agreed_at__isnull=False, organisation__state=Organisation.State.ACTIVE
    )


def _rules_of(instances: Sequence[Model]) -> list[rules.Rule]:
    """The rule of each page as it is now; for a page that is not saved yet, its owners' people; else everybody."""
    pages = [instance for instance in instances if isinstance(instance, Page) and instance.pk]
    known = {page.pk: rules.rule_of(page.access.policy.rule) for page in pages if _brought_its_rule(page)}
    ids = [page.pk for page in pages if page.pk not in known]
    if ids:
        rows = PageAccess.objects.filter(page__in=ids).select_related("policy")
        known |= {access.page_id: rules.rule_of(access.policy.rule) for access in rows}
    return [
        known[instance.pk] if isinstance(instance, Page) and instance.pk in known else _rule_of_unsaved(instance)
        for instance in instances
    ]


def _brought_its_rule(page: Page) -> bool:
    """Whether the page was read together with its access and policy, as views do that are about to show it."""
    return PageAccess.page.field.remote_field.is_cached(page) and PageAccess.policy.is_cached(page.access)


def _rule_of_unsaved(instance: Model) -> rules.Rule:
    owners = _owner_ids(instance) if isinstance(instance, Page) else frozenset()
    return rules.rule_of([[rules.organisation_principal(pk) for pk in owners]] if owners else [])
