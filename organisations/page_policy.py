"""What Wagtail is told when it asks who may work on a page: its own rows, which reach down the tree, and the
secretariat's right to the network's own pages, which does not. To be a superuser is no answer to that."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from organisations import permissions, roles


class PagesPolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupPagePermission]:
        if not user.is_active or user.is_anonymous:
            return GroupPagePermission.objects.none()
        return GroupPagePermission.objects.filter(group__user=user).select_related("page", "permission")

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, actions) or (
            _is_kept(actions) and permissions.has_network_role(user, roles.SECRETARIAT)
        )

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        return super().user_has_any_permission_for_instance(user, actions, instance) or (
            _is_kept(actions) and permissions.network_pages(user).filter(pk=instance.pk).exists()
        )

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """What somebody works on; Wagtail adds the pages above, which may be another organisation's."""
        return permissions.explorable_pages(user)

    def instances_with_direct_explore_permission(self, user: Any) -> list[Page]:
        return [row.page for row in self.get_cached_permissions_for_user(user)]

    def _base_user_has_permission(self, user: Any) -> bool | None:
        return None if user.is_active else False

    def _base_queryset_for_user(self, user: Any) -> QuerySet[Page] | None:
        return None if user.is_active else self.model._default_manager.none()


def _is_kept(actions: Iterable[str]) -> bool:
    """Whether one of these is done by the secretariat to the network's own pages."""
    return not set(actions).isdisjoint(roles.NETWORK_ROLES.named(roles.SECRETARIAT).page_rights)
