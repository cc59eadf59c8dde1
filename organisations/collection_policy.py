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

from organisations import permissions

# Whoever may do one of these in a collection may do all of them; nothing else is done to files.
DONE_TO_FILES = frozenset({"add", "change", "choose", "delete"})
# On the account, for as long as one request is answered.
OWN, OWN_ROWS = "_own_collection_ids", "_own_collections"


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
        return _are_done(actions) and bool(own_collection_ids(user))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return _are_done(actions) and instance.collection_id in own_collection_ids(user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        # Not permissions.own_files: Wagtail searches among these, and its search understands no EXISTS.
        own = own_collection_ids(user) if _are_done(actions) else ()
        return self.model._default_manager.filter(collection__in=own)

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        return own_collections(user) if _are_done(actions) else Collection.objects.none()


class NobodyKeepsCollections(CollectionManagementPermissionPolicy):
    """Collections come and go with their organisations; no screen of this site changes them. Wagtail would look through
    every right that somebody has on one, only to leave out the item of a menu."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        return GroupCollectionPermission.objects.none()

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        return False


def own_collections(person: Any) -> QuerySet[Collection]:
    """The person's own collections: one queryset for each request, so that the two lists of them on one screen, where
    somebody filters and where they upload, are read once."""
    if not hasattr(person, OWN_ROWS):
        setattr(person, OWN_ROWS, Collection.objects.filter(pk__in=own_collection_ids(person)))
    return getattr(person, OWN_ROWS)


def own_collection_ids(person: Any) -> frozenset[int]:
    """The ids of the person's own collections. One query for each request: they are kept on the account that asks,
    as Wagtail keeps its rows."""
    if not hasattr(person, OWN):
        setattr(person, OWN, frozenset(permissions.own_collections(person).values_list("pk", flat=True)))
    return getattr(person, OWN)


def _are_done(actions: Iterable[str]) -> bool:
    return not DONE_TO_FILES.isdisjoint(actions)
