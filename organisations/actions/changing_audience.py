"""How the audience of a page, or of the files of a collection, becomes another one: never wider than was confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from accounts.models import User
from organisations import rules
from organisations.access import clauses_on, rules_if_restricted
from organisations.actions.audiences import (
    Audience,
    Kind,
    clause_for,
    files_audience_of,
    owners_of,
    set_audience,
    set_files_audience,
)
from organisations.actions.media import rename_files, settle_shown_files
from organisations.models import PageAccess
from organisations.permissions import may_publish, may_publish_all, may_set_files_audience
from organisations.widening import Widening


@dataclass(frozen=True)
class AudienceChange(Widening):
    """Another audience, and what it means.

    subject: the page, or the collection of files; before and after: the rule of each page that it concerns, by id, and
    of a collection its own; above: what the page must be read by anyway, because of the pages above it; newly: the
    principals that the new audience names and the old one does not, None for everybody; is_same: whether it is what
    stands there already.
    """

    subject: Page | Collection
    audience: Audience
    before: Mapping[int, rules.Rule] = field(repr=False)
    after: Mapping[int, rules.Rule] = field(repr=False)
    above: rules.Rule
    newly: rules.Clause | None
    is_same: bool

    @property
    def seen(self) -> str:
        return self.in_short(str(self.audience))

    @property
    def decided_about(self) -> list[int]:
        """The ids of the pages on which the audience stands, and of those that have other readers by it."""
        return [*self.changed, *(languages_of(self.subject) if isinstance(self.subject, Page) else ())]


def plan_audience(page: Page, audience: Audience) -> AudienceChange:
    """What it would mean to give a page this audience, in all its languages.

    Raises ValidationError for "our organisation" on a page that no organisation owns.
    """
    pages = list(Page.objects.filter(translation_key=page.translation_key))
    clause = clause_for(audience, owners_of(page) if audience.kind == Kind.ORGANISATION else [])
    wanted = [] if clause is None else [clause]
    on_pages = clauses_on(pages)
    after = rules_if_restricted(pages, wanted)
    rows = PageAccess.objects.filter(page__in=list(after)).select_related("policy")
    return AudienceChange(
        subject=page,
        audience=audience,
        before={row.page_id: rules.rule_of(row.policy.rule) for row in rows},
        after=after,
        above=rule_above(page, pages),
        newly=_newly(clause, on_pages.get(page.pk, [])),
        is_same=all(on_pages.get(each.pk, []) == wanted for each in pages),
    )


def rule_above(page: Page, languages: Iterable[Page] | None = None) -> rules.Rule:
    """What a page must be read by anyway, whatever its own audience is, because of the pages above it.

    Arguments: languages, the page in all its languages, where they were read already.
    """
    pages = Page.objects.filter(translation_key=page.translation_key) if languages is None else languages
    return rules_if_restricted(pages, [])[page.pk]


@transaction.atomic
def change_audience(page: Page, audience: Audience, *, by: User, seen: str) -> AudienceChange:
    """Give a page another audience, in all its languages. Where it has that already, nothing happens.

    Arguments: seen, what the change meant when it was confirmed; empty when nobody was asked.
    Raises ValidationError when somebody could read more than was confirmed, or `by` may not publish the page.
    """
    list(Page.objects.select_for_update().filter(translation_key=page.translation_key))
    change = plan_audience(page, audience)
    if not may_publish(by, page):
        raise ValidationError(_("Only editors and coordinators may decide who reads it."))
    refuse_pages_of_others(change.decided_about, by=by)
    _refuse_unseen(change, seen)
    if not change.is_same:
        set_audience(page, audience, by=by)
    return change


def refuse_pages_of_others(pages: Iterable[int], *, by: User) -> None:
    """Raises ValidationError when what is decided about one page concerns another that stands where this person may
    publish nothing: a language of it, or of one that stands below it.

    Arguments: pages, the ids of all pages that it concerns.
    """
    if not may_publish_all(by, pages):
        raise ValidationError(
            _(
                "Others look after a language of this page or of one below it, and this concerns that too. Ask them to "
                "do it."
            )
        )


def languages_of(page: Page) -> list[int]:
    """The ids of a page in all its languages."""
    return list(Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True))


def plan_files_audience(collection: Collection, audience: Audience) -> AudienceChange:
    """What it would mean to give the files of a collection this audience."""
    owner = collection.access.owner
    clause = clause_for(audience, [owner] if owner else [])
    before = rules.rule_of(collection.access.policy.rule)
    after = rules.rule_of([] if clause is None else [clause])
    return AudienceChange(
        subject=collection,
        audience=audience,
        before={collection.pk: before},
        after={collection.pk: after},
        above=rules.PUBLIC,
        newly=_newly(clause, list(before)),
        is_same=files_audience_of(collection) == audience and before == after,
    )


@transaction.atomic
def change_files_audience(collection: Collection, audience: Audience, *, by: User, seen: str) -> AudienceChange:
    """Give the files of a collection another audience; those that published pages show stay with the readers of those
    pages. Where it has that audience already, nothing happens. Arguments and refusals as for a page."""
    locked = Collection.objects.select_for_update().get(pk=collection.pk)
    change = plan_files_audience(locked, audience)
    if not may_set_files_audience(by, locked):
        raise ValidationError(_("Only editors and coordinators may decide who reads it."))
    _refuse_unseen(change, seen)
    if not change.is_same:
        set_files_audience(locked, audience, by=by)
        settle_shown_files(locked)
        if change.narrows:
            rename_files(locked)
    return change


def _refuse_unseen(change: AudienceChange, seen: str) -> None:
    if change.widened and seen != change.seen:
        raise ValidationError(_("More people could read it. Read who they are, and confirm it."))


def _newly(clause: rules.Clause | None, before: list[rules.Clause]) -> rules.Clause | None:
    """Those of a clause whom one of the clauses before it kept out; None when everybody is let in now."""
    if clause is None:
        return None
    return frozenset(
        principal
        for principal in clause
        if not rules.at_least_as_narrow(frozenset({frozenset({principal})}), rules.rule_of(before))
    )
