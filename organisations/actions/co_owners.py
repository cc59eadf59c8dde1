"""How several organisations come to own one page together, and how that ends."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from content.page_cache import forget_kept_pages
from content.tree import at_or_below
from organisations import roles
from organisations.access import recompute_access
from organisations.actions.audiences import owners_of
from organisations.actions.changing_audience import languages_of, refuse_pages_of_others
from organisations.actions.media import settle_files
from organisations.audit import record
from organisations.groups import organisation_group, sync_rights
from organisations.models import CoOwner, Organisation, with_standing


@transaction.atomic
def invite_co_owner(page: Page, organisation: Organisation, *, by: User | None) -> list[CoOwner]:
    """Ask an organisation to own a page together; it counts in no way until the organisation agrees, and no longer than
    whoever asked publishes the page.

    Returns one row for each language of the page.
    Raises ValidationError when the organisation is not active or owns the page, and where others look after one of the
    languages.
    """
    if not organisation.is_active:
        raise ValidationError(_("Only an active organisation can own a page."))
    if organisation in owners_of(page):
        raise ValidationError(_("This organisation owns the page already."))
    if by is not None:
        refuse_pages_of_others(languages_of(page), by=by)
    rows = [
        CoOwner.objects.update_or_create(page_id=pk, organisation=organisation, defaults={"invited_by": by})[0]
        for pk in languages_of(page)
    ]
    record("page.co_owner_invited", by=by, organisation=organisation, about=page)
    return rows


@transaction.atomic
def agree_to_co_own(page: Page, organisation: Organisation, *, by: User) -> list[CoOwner]:
    """Say yes to owning a page together: from now on the organisation is shown on it, and its editors may edit it.

    Raises CoOwner.DoesNotExist when nobody asked, or whoever did may ask no longer.
    """
    asked = CoOwner.objects.select_for_update(of=("self",)).filter(
        page__in=languages_of(page), organisation=organisation
    )
    rows = list(with_standing(asked).filter(Q(stands=True) | Q(agreed_at__isnull=False)))
    if not rows:
        raise CoOwner.DoesNotExist
    for row in rows:
        row.agreed_at = row.agreed_at or timezone.now()
        row.save(update_fields=["agreed_at"])
    sync_rights(organisation)
    forget_kept_pages()
    recompute_access(Page.objects.filter(pk__in=languages_of(page)).values_list("path", flat=True))
    record("page.co_owner_agreed", by=by, organisation=organisation, about=page)
    return rows


@transaction.atomic
def end_co_ownership(page: Page, organisation: Organisation, *, by: User) -> None:
    """Take an organisation off a page and off all below it. What only the owners read its people read no longer,
    and what they could open of the page's files is found at other addresses. Where it had not agreed yet only the
    question is taken back."""
    record("page.co_owner_ended", by=by, organisation=organisation, about=page)
    languages = languages_of(page)
    rows = CoOwner.objects.filter(page__in=languages, organisation=organisation)
    if not rows.filter(agreed_at__isnull=False).exists():
        rows.delete()
        return
    below = Page.objects.filter(at_or_below(Page.objects.filter(pk__in=languages).values_list("path", flat=True)))
    keys = list(below.values_list("translation_key", flat=True))
    CoOwner.objects.filter(page__translation_key__in=keys, organisation=organisation).delete()
    sync_rights(organisation)
    paths = list(Page.objects.filter(translation_key__in=keys).values_list("path", flat=True))
    ids = list(Page.objects.filter(at_or_below(paths)).values_list("pk", flat=True))
    group = organisation_group(organisation, roles.PEOPLE)
    kept = PageViewRestriction.objects.filter(page__in=ids, groups=group).select_related("page")
    without_readers([each.page_id for each in kept if organisation not in owners_of(each.page)], organisation)
    forget_kept_pages()
    recompute_access(paths)
    settle_files(ids)


def without_readers(pages: list[int], organisation: Organisation) -> None:
    """Where the people of this organisation were named as readers of these pages, name those of the other owners."""
    group = organisation_group(organisation, roles.PEOPLE)
    for restriction in PageViewRestriction.objects.filter(page__in=pages, groups=group):
        others = [owner for owner in owners_of(restriction.page) if owner.pk != organisation.pk]
        restriction.groups.remove(group)
        restriction.groups.add(*(organisation_group(owner, roles.PEOPLE) for owner in others))
    recompute_access(Page.objects.filter(pk__in=pages).values_list("path", flat=True))


@transaction.atomic
def carry_co_owners(source: Page, translation: Page) -> None:
    """Give a page that was translated just now the co-owners, and those that were asked, of the page it came from."""
    rows = CoOwner.objects.filter(page_id=source.pk).select_related("organisation")
    CoOwner.objects.bulk_create(
        [
            CoOwner(
                page_id=translation.pk,
                organisation=row.organisation,
                agreed_at=row.agreed_at,
                invited_by_id=row.invited_by_id,
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
    for row in rows:
        if row.agreed_at:
            sync_rights(row.organisation)
