"""What Wagtail is answered when it asks what somebody may do to a page: what their roles give and the wall opens.

A superuser who has a role as well has what the role gives, and no more.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from organisations import permissions, roles
from organisations.models import OrganisationPage
from organisations.wall.table import is_open
from organisations.withdrawn import is_locked_away

# What Wagtail asks before it shows a way to an address, and the name of that address.
ASKED_BEFORE = {
    "can_view_revisions": "wagtailadmin_pages:history",
    "can_delete": "wagtailadmin_pages:delete",
    "can_move": "wagtailadmin_pages:move",
    "can_copy": "wagtailadmin_pages:copy",
    "can_lock": "wagtailadmin_pages:lock",
    "can_unlock": "wagtailadmin_pages:unlock",
    "can_reorder_children": "wagtailadmin_pages:set_page_position",
}
# What is not done to the network's own pages: they have no owners to ask, and the site cannot be without them.
NOT_FOR_THE_NETWORK = (
    "can_unpublish",
    "can_set_view_restrictions",
    "can_submit_for_moderation",
    "can_delete",
    "can_move",
    "can_copy",
    "can_lock",
    "can_unlock",
    "can_reorder_children",
)
# What is not done to a workspace, which is where everything of its organisation stands.
NOT_FOR_A_WORKSPACE = ("can_delete", "can_move", "can_copy")


def answer_by_roles() -> None:
    """Make every change of this module; called once, when the site starts."""
    from wagtail.models import PagePermissionTester
    from wagtail.permissions import register_permission_policy

    from organisations.page_policy import PagesPolicy

    register_permission_policy(Page, PagesPolicy())
    PagePermissionTester.__init__ = _by_roles(PagePermissionTester.__init__)
    for question, address in ASKED_BEFORE.items():
        setattr(PagePermissionTester, question, _only_if(address, getattr(PagePermissionTester, question)))
    PagePermissionTester.can_unlock = _unlocks(PagePermissionTester.can_unlock)
    for question in NOT_FOR_A_WORKSPACE:
        setattr(PagePermissionTester, question, _not_for_a_workspace(getattr(PagePermissionTester, question)))
    for question in NOT_FOR_THE_NETWORK:
        setattr(PagePermissionTester, question, _not_for_the_network(getattr(PagePermissionTester, question)))


def _by_roles(stock: Callable[..., None]) -> Callable[..., None]:
    """Wagtail's rights reach down the tree, and every workspace stands below a front page: so the secretariat's right
    to the network's own pages is answered page by page, and is no row that reaches anything else."""

    def begin(self: Any, user: Any, page: Page) -> None:
        person = _without_privilege(user)
        # Stock goes through all rows of the person for each page that it shows; of somebody who has none it sets the
        # rest. What it would find is looked up instead.
        stock(self, AnonymousUser(), page)
        self.user = person
        if person.is_active:
            self.permissions = self.permission_policy.rights_at(person, page.path)
        self.of_the_network = (
            not getattr(self, "permissions", True) and permissions.network_pages(user).filter(pk=page.pk).exists()
        )
        if is_locked_away(page):
            self.permissions = set()
        elif self.of_the_network:
            self.permissions = set(roles.NETWORK_ROLES.named(roles.SECRETARIAT).page_rights)

    return begin


def _without_privilege(user: Any) -> Any:
    """The same person as somebody who is no superuser: each of Wagtail's answers begins by asking that."""
    if not user.is_superuser:
        return user
    person = copy(user)
    person.is_superuser = False
    return person


def _only_if(address: str, stock: Callable[..., bool]) -> Callable[..., bool]:
    def answer(self: Any, *args: Any, **kwargs: Any) -> bool:
        return is_open(address) and stock(self, *args, **kwargs)

    return answer


def _not_for_the_network(stock: Callable[..., bool]) -> Callable[..., bool]:
    def answer(self: Any, *args: Any, **kwargs: Any) -> bool:
        return not self.of_the_network and stock(self, *args, **kwargs)

    return answer


def _not_for_a_workspace(stock: Callable[..., bool]) -> Callable[..., bool]:
    def answer(self: Any, *args: Any, **kwargs: Any) -> bool:
        return not issubclass(self.page.specific_class or Page, OrganisationPage) and stock(self, *args, **kwargs)

    return answer


def _unlocks(stock: Callable[..., bool]) -> Callable[..., bool]:
    """Wagtail lets whoever set a lock take it off, whatever became of their role."""

    def answer(self: Any) -> bool:
        return "unlock" in self.permissions and stock(self)

    return answer
