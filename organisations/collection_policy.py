"""What Wagtail is told when it asks who may work on a picture or document: whoever works for the organisation in whose
collection it stands, and nobody besides. Wagtail's own answer lets a superuser have everybody's."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)

from organisations import permissions, roles

# Nothing else is done to files. What is chosen may be read by anybody's readers; what is done may publish something.
CHOSEN, DONE = frozenset({"choose"}), frozenset({"add", "change", "delete"})


def keep_files_to_their_organisations() -> None:
    """Answer for pictures and documents in place of Wagtail; called once, when the site starts.

    Wagtail registers its own policies after this, for the same models: one for the exact class is asked first.
    """
    from wagtail.permissions import register_permission_policy

    for name in ("content.NetworkImage", "content.NetworkDocument"):
        model = apps.get_model(name)
        policy = OwnFilesPolicy(model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
    register_permission_policy(Collection, NobodyKeepsCollections(Collection), exact_class=True)


class OwnFilesPolicy(CollectionOwnershipPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return bool(collection_ids(user, actions))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return instance.collection_id in collection_ids(user, actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        # Not permissions.own_files: Wagtail searches among these, and its search understands no EXISTS.
        return self.model._default_manager.filter(collection__in=collection_ids(user, actions))

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        return collections_for(user, actions)


class NobodyKeepsCollections(CollectionManagementPermissionPolicy):
    """Collections come and go with their organisations; no screen of this site changes them. Wagtail would look through
    every right that somebody has on one, only to leave out the item of a menu."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        return GroupCollectionPermission.objects.none()

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        return False


def collections_for(person: Any, actions: Iterable[str]) -> QuerySet[Collection]:
    """The collections in which this person may do one of these things to files: one queryset for each request and kind
    of action, kept on the account that asks as Wagtail keeps its rows, so that what several lists on one screen show is
    read once."""
    known = person.__dict__.setdefault("_collections", {})
    asked = not CHOSEN.isdisjoint(actions), not DONE.isdisjoint(actions)
    if asked not in known:
        is_chosen, is_done = asked
        if is_chosen:
            known[asked] = permissions.own_collections(person)
        elif is_done and roles.WRITER not in permissions.roles_of(person):
            # Whoever publishes wherever they work chooses from what they fill: not the same rows a second time.
            known[asked] = collections_for(person, CHOSEN)
        else:
            known[asked] = permissions.fillable_collections(person) if is_done else Collection.objects.none()
    return known[asked]


def collection_ids(person: Any, actions: Iterable[str]) -> frozenset[int]:
    """The ids of these collections."""
    return frozenset(collection.pk for collection in collections_for(person, actions))
