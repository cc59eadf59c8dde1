"""What Wagtail is told when it asks who may work on a picture or document: whoever works for the organisation in whose
collection it stands, and nobody besides. Wagtail's own answer lets a superuser have everybody's."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)

from organisations import permissions

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
        return _kept(user, "_collections", actions, lambda found: found)


class NobodyKeepsCollections(CollectionManagementPermissionPolicy):
    """Collections come and go with their organisations; no screen of this site changes them. Wagtail would look through
    every right that somebody has on one, only to leave out the item of a menu."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        return GroupCollectionPermission.objects.none()

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        return False


def collection_ids(person: Any, actions: Iterable[str]) -> frozenset[int]:
    """The ids of the collections in which this person may do one of these things to files. One query for each request
    and kind of action."""
    return _kept(person, "_collection_ids", actions, lambda found: frozenset(found.values_list("pk", flat=True)))


def _kept(person: Any, name: str, actions: Iterable[str], make: Callable[[QuerySet[Collection]], Any]) -> Any:
    """What is made of these collections, kept on the account that asks for as long as one request is answered, as
    Wagtail keeps its rows: the lists of them on one screen are read once."""
    known = person.__dict__.setdefault(name, {})
    is_chosen, is_done = not CHOSEN.isdisjoint(actions), not DONE.isdisjoint(actions)
    if (is_chosen, is_done) not in known:
        if is_chosen:
            found = permissions.own_collections(person)
        else:
            found = permissions.fillable_collections(person) if is_done else Collection.objects.none()
        known[is_chosen, is_done] = make(found)
    return known[is_chosen, is_done]
