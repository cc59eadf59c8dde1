"""What Wagtail is told when it asks who may work on a picture or document: whoever works for the organisation in whose
collection it stands, and nobody besides. Wagtail's own answer lets a superuser have everybody's."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

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


class OwnFilesPolicy(CollectionOwnershipPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return self.collections_user_has_any_permission_for(user, actions).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        own = self.collections_user_has_any_permission_for(user, actions)
        return own.filter(pk=instance.collection_id).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        # Not permissions.own_files: Wagtail searches among these, and its search understands no EXISTS.
        own = self.collections_user_has_any_permission_for(user, actions)
        return self.model._default_manager.filter(collection__in=own)

    def collections_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        if not CHOSEN.isdisjoint(actions):
            return permissions.own_collections(user)
        return Collection.objects.none() if DONE.isdisjoint(actions) else permissions.fillable_collections(user)
