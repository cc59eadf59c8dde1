"""What the lists of a workspace say beside Wagtail's."""

from django import template
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User

register = template.Library()


@register.simple_tag
def addable_below(page: Page, person: User) -> list[tuple[str, str]]:
    """What this person can add below a page: the name of each kind of page, and where it is written."""
    if not page.permissions_for_user(person).can_add_subpage():
        return []
    kinds = [kind for kind in page.specific_class.creatable_subpage_models() if kind.can_create_at(page.specific)]
    return [(str(kind.get_verbose_name()), _address(kind, page)) for kind in kinds]


def _address(kind: type[Page], page: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[kind._meta.app_label, kind._meta.model_name, page.pk])
