"""What Wagtail is told when it asks who may work on a page: its own rows, which reach down the tree, and the
secretariat's right to the network's own pages, which does not."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from organisations import permissions, roles


class PagesPolicy(PagePermissionPolicy):
    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, actions) or (
            _is_kept(actions) and permissions.has_network_role(user, roles.SECRETARIAT)
        )

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        return super().user_has_any_permission_for_instance(user, actions, instance) or (
            _is_kept(actions) and permissions.network_pages(user).filter(pk=instance.pk).exists()
        )


def _is_kept(actions: Iterable[str]) -> bool:
    """Whether one of these is done by the secretariat to the network's own pages."""
    return not set(actions).isdisjoint(roles.NETWORK_ROLES.named(roles.SECRETARIAT).page_rights)
