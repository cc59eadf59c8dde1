"""How a page is moved: within what the same organisations own, with its translations, and to wider readers only when
whoever moves it was told who they are."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from content.tree import path_right_above
from organisations import rules
from organisations.access import rules_if_moved
from organisations.actions.changing_audience import refuse_pages_of_others
from organisations.audit import record
from organisations.models import CoOwner, PageAccess, WithdrawnPage
from organisations.permissions import may_publish, organisation_pages
from organisations.roles import WRITING
from organisations.widening import Widening


@dataclass(frozen=True)
class Move(Widening):
    """A move that may be made, and what it means.

    moves: in each language that goes along the page and the one below which it will stand; staying: translations that
    stay where they are, because the other page is not there in their language; before and after: the rule of each page
    that the move concerns, by id.
    """

    page: Page
    moves: list[tuple[Page, Page]]
    staying: list[Page]
    before: dict[int, rules.Rule] = field(repr=False)
    after: dict[int, rules.Rule] = field(repr=False)

    @property
    def seen(self) -> str:
        return self.in_short(sorted((page.pk, below.pk) for page, below in self.moves))

    @property
    def decided_about(self) -> list[int]:
        """The ids of the pages about whose readers it decides: those that get more, and published ones with others."""
        return [*self.widened, *Page.objects.filter(pk__in=self.changed, live=True).values_list("pk", flat=True)]


def places_for(page: Page, person: User) -> list[Page]:
    """The pages below which this person could move this page, in the order of the tree. Two queries."""
    return [place for place in places_beside(page, person) if place.path != path_right_above(page.path)]


def places_beside(page: Page, person: User) -> list[Page]:
    """The same with the page below which it stands: where a copy could go, which has the same owners then."""
    kinds = ContentType.objects.get_for_models(*page.specific_class.allowed_parent_page_models()).values()
    own = organisation_pages(person, *WRITING).filter(
        locale=page.locale_id, access__owner=page.access.owner_id, alias_of=None, content_type__in=kinds
    )
    shared = _shared(page)
    wanted = _owning_too(path_right_above(page.path), shared)
    near = own.exclude(path__startswith=page.path).order_by("path")
    return [place for place in near if _owning_too(place.path, shared) == wanted]


def plan_move(page: Page, place: Page, *, by: User) -> Move:
    """What it would mean to move this page below that one, in all languages. Raises ValidationError when it may not be
    moved there."""
    _refuse_move(page, place, by=by)
    moves, staying = [(page, place)], []
    for other in page.get_translations().filter(alias_of=None):
        there = place.get_translation_or_none(other.locale)
        if there is None or path_right_above(other.path) == there.path:
            staying.append(other)
        else:
            _refuse_move(other, there, by=by)
            moves.append((other, there))
    after = rules_if_moved({one.path: below.path for one, below in moves})
    rows = PageAccess.objects.filter(page__in=list(after)).select_related("policy")
    before = {row.page_id: rules.rule_of(row.policy.rule) for row in rows}
    return Move(page, moves, staying, before, after)


@transaction.atomic
def move_page(page: Page, place: Page, *, by: User, seen: str, sure: bool) -> Move:
    """Move a page below another one, last of those that stand there, with its translations.

    Arguments: seen, what the move meant when it was asked about; sure, whether wider readers were agreed to.
    Raises ValidationError when it may not be moved there, means something else by now, or widens without a yes.
    """
    list(Page.objects.select_for_update().filter(translation_key__in=[page.translation_key, place.translation_key]))
    move = plan_move(page, place, by=by)
    if seen != move.seen:
        raise ValidationError(_("Something changed meanwhile. Read again what the move means, and confirm it then."))
    if move.widened and not may_publish(by, page):
        raise ValidationError(_("More people could read it there. Only editors and coordinators may decide that."))
    refuse_pages_of_others(move.decided_about, by=by)
    if move.widened and not sure:
        raise ValidationError(_("More people could read it there. Say that you want that, or choose another place."))
    for one, below in move.moves:
        _move(one, below, by=by)
    if move.widened:
        _note_widening(move, by=by)
    return move


def _move(page: Page, below: Page, *, by: User) -> None:
    from wagtail.actions.move_page import MovePageAction

    # Read anew: the one before may have moved in the same tree.
    fresh = {each.pk: each for each in Page.objects.filter(pk__in=[page.pk, below.pk])}
    MovePageAction(fresh[page.pk].specific, fresh[below.pk], pos="last-child", user=by).execute()


def _note_widening(move: Move, *, by: User) -> None:
    page = Page.objects.get(pk=move.page.pk)
    record(
        "page.widened_by_move",
        by=by,
        organisation=page.access.owner,
        about=page,
        before=rules.key_of(move.before[page.pk]),
        after=rules.key_of(move.after[page.pk]),
    )


def _refuse_move(page: Page, place: Page, *, by: User) -> None:
    may, shared = page.permissions_for_user(by), _shared(page)
    above = path_right_above(page.path)
    reasons = [
        (place.path.startswith(page.path), _("A page cannot stand below itself. Choose another place.")),
        (place.path == above, _("The page stands there already. Choose another place.")),
        (
            WithdrawnPage.objects.filter(page__path__startswith=page.path).exists(),
            _("It, or a page below it, was withdrawn for safety: its address says why, and has to stay."),
        ),
        (place.alias_of_id, _("Nothing can stand below a page that only repeats another one.")),
        (place.locale_id != page.locale_id, _("That page is in another language. Choose one in the same language.")),
        (
            place.access.owner_id != page.access.owner_id
            or _owning_too(place.path, shared) != _owning_too(above, shared),
            _("A page can only be moved to where the same organisations own everything."),
        ),
        (may.page_locked(), _("This page is locked, or waits for review. It can be moved when that has ended.")),
        (
            not Page._slug_is_available(page.slug, place, page=page),
            _("A page there has the same address already. Change that of one of the two first, under “Promote”."),
        ),
    ]
    for is_so, words in reasons:
        if is_so:
            raise ValidationError(words)
    if not may.can_move_to(place):
        raise ValidationError(_("A page of this kind cannot stand there, or you may not publish there."))


def _shared(page: Page) -> list[tuple[str, int]]:
    """What in the same workspace is owned together: the path of the page and the further owner."""
    rows = CoOwner.objects.filter(agreed_at__isnull=False, page__access__owner=page.access.owner_id)
    return list(rows.values_list("page__path", "organisation_id"))


def _owning_too(path: str, shared: list[tuple[str, int]]) -> frozenset[int]:
    return frozenset(organisation for owned, organisation in shared if path.startswith(owned))
