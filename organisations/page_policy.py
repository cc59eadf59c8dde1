"""What Wagtail is told when it asks who may work on a page: its own rows, which reach down the tree, and the
secretariat's right to the network's own pages, which does not. To be a superuser is no answer to that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from content.tree import path_and_above
from organisations import permissions, roles

# On the account, for as long as one request is answered; Wagtail keeps the rows themselves in the same way.
RIGHTS = "_rights_by_path"


@dataclass(frozen=True)
class Place:
    """As much of a page as Wagtail asks of one on which somebody has a right."""

    pk: int
    path: str
    depth: int


@dataclass(frozen=True)
class Named:
    codename: str


@dataclass(frozen=True)
class Right:
    """A row of Wagtail's that gives somebody a right on a page and below it. Whoever works for two hundred
    organisations has more than a thousand, and each would bring a whole page with it."""

    page: Place
    permission: Named

    @property
    def page_id(self) -> int:
        return self.page.pk


class PagesPolicy(PagePermissionPolicy):
    def get_all_permissions_for_user(self, user: Any) -> list[Right]:
        if not user.is_active or user.is_anonymous:
            return []
        rows = GroupPagePermission.objects.filter(group__user=user).values_list(
            "page_id", "page__path", "page__depth", "permission__codename"
        )
        return [Right(Place(pk, path, depth), Named(codename)) for pk, path, depth, codename in rows]

    def rights_at(self, user: Any, path: str) -> set[str]:
        """What somebody may do to the page at this tree path: "add", "change" and so on, from the rows on it and above
        it. One query for each request, and little work for each page."""
        if not hasattr(user, RIGHTS):
            found: dict[str, set[str]] = {}
            for right in self.get_cached_permissions_for_user(user):
                action = right.permission.codename.rsplit("_", maxsplit=1)[0]
                found.setdefault(right.page.path, set()).add(action)
            setattr(user, RIGHTS, found)
        by_path = getattr(user, RIGHTS)
        return {action for each in path_and_above(path) for action in by_path.get(each, ())}

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, actions) or (
            _is_kept(actions) and permissions.has_network_role(user, roles.SECRETARIAT)
        )

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Page) -> bool:
        return super().user_has_any_permission_for_instance(user, actions, instance) or (
            _is_kept(actions) and permissions.network_pages(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Page]:
        """By roles; Wagtail adds one condition for each row, and takes seconds where there are many."""
        able = [role.code for role in roles.ORGANISATION_ROLES if not set(actions).isdisjoint(role.page_rights)]
        own = permissions.organisation_pages(user, *able) if able else self.model._default_manager.none()
        kept = permissions.network_pages(user) if _is_kept(actions) else self.model._default_manager.none()
        return permissions.either(own, kept)

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """What somebody works on; Wagtail adds the pages above, which may be another organisation's."""
        return permissions.explorable_pages(user)

    def instances_with_direct_explore_permission(self, user: Any) -> list[Page]:
        return list({right.page for right in self.get_cached_permissions_for_user(user)})

    def _base_user_has_permission(self, user: Any) -> bool | None:
        return None if user.is_active else False


def _is_kept(actions: Iterable[str]) -> bool:
    """Whether one of these is done by the secretariat to the network's own pages."""
    return not set(actions).isdisjoint(roles.NETWORK_ROLES.named(roles.SECRETARIAT).page_rights)
