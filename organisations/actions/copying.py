"""How a page is copied, within what the same organisations own, and begun in another language. Copies are drafts, and
name nothing that their owners may not name."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from accounts.models import User
from content.references import check_references, references_of
from organisations.actions.moving import places_beside
from organisations.permissions import may_edit


@transaction.atomic
def copy_page(page: Page, place: Page, *, by: User, title: str, slug: str, with_subpages: bool) -> Page:
    """A copy of a page as a draft below another one, with its versions and, if wanted, with what stands below it.

    Raises ValidationError when it cannot stand there, or names what may not be named.
    """
    from wagtail.actions.copy_page import CopyPageAction

    if place not in places_beside(page, by) or not page.permissions_for_user(by).can_copy_to(place):
        raise ValidationError(_("A copy of this page cannot stand there. Choose another place."))
    if not Page._slug_is_available(slug, place):
        raise ValidationError({"new_slug": _("A page there has this address already. Choose another one.")})
    _refuse_references(_with_below(page, with_subpages), by=by, parent=place)
    attributes = {"title": title, "slug": slug}
    return CopyPageAction(
        page, to=place, update_attrs=attributes, recursive=with_subpages, keep_live=False, user=by
    ).execute()


def languages_for(page: Page, person: User) -> list[Locale]:
    """The languages in which this page could be begun: it is not there yet, and what stands above it is."""
    there = page.get_translations(inclusive=True).values("locale_id")
    above = page.get_parent().get_translations()
    return [
        place.locale for place in above.exclude(locale_id__in=there).order_by("locale_id") if may_edit(person, place)
    ]


@transaction.atomic
def translate_page(page: Page, locale: Locale, *, by: User, with_subpages: bool) -> Page:
    """Begin a page in another language, as a draft with the text of this one, with the same owners and readers.

    Raises ValidationError when it cannot be begun in that language, or names what may not be named.
    """
    from wagtail.actions.copy_for_translation import CopyPageForTranslationAction

    if locale not in languages_for(page, by):
        raise ValidationError(_("The page cannot be translated into this language, or is there already."))
    _refuse_references(_with_below(page, with_subpages), by=by, parent=page.get_parent().get_translation(locale))
    action = CopyPageForTranslationAction(page, locale, include_subtree=with_subpages, user=by)
    return action.execute(skip_permission_checks=True)


def _with_below(page: Page, with_subpages: bool) -> Iterable[Page]:
    return page.get_descendants(inclusive=True).specific() if with_subpages else [page]


def _refuse_references(pages: Iterable[Page], *, by: User, parent: Page) -> None:
    """Asked of each page as it is stored and as its latest draft has it, as if it stood there for the first time."""
    for page in pages:
        named = references_of(page) | references_of(page.get_latest_revision_as_object())
        check_references(type(page)(), by=by, parent=parent, references=named)
