"""What the lists of a workspace say beside Wagtail's."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from content.tree import is_read_in_place
from organisations.withdrawn import is_locked_away

register = template.Library()


@register.simple_tag
def addable_below(page: Page, person: User) -> list[tuple[str, str]]:
    """What this person can add below a page: the name of each kind of page, and where it is written."""
    if not page.permissions_for_user(person).can_add_subpage():
        return []
    kinds = [kind for kind in page.specific_class.creatable_subpage_models() if kind.can_create_at(page.specific)]
    return [(str(kind.get_verbose_name()), _address(kind, page)) for kind in kinds]


@register.simple_tag
def standing_of(page: Page) -> str:
    """Why readers see nothing at the address of a published page; the empty text for a page that they see, or that is
    not published. Asks the database only of pages that are locked, and of those that are not read where they stand."""
    if not page.live:
        return ""
    if is_locked_away(page):
        return _("withdrawn for safety")
    if not is_read_in_place(page) and not page.specific.is_released:
        return _("in no edition yet")
    return ""


def _address(kind: type[Page], page: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[kind._meta.app_label, kind._meta.model_name, page.pk])
