"""Who may change what the whole site says of itself."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from accounts.models import User
from home.models import SiteSettings
from organisations import roles
from organisations.permissions import has_network_role


def editable_settings(person: User | AnonymousUser) -> QuerySet[SiteSettings]:
    """The site's settings for the secretariat, nothing for anybody else."""
    return SiteSettings.objects.all() if has_network_role(person, roles.SECRETARIAT) else SiteSettings.objects.none()


class SettingsPolicy(BasePermissionPolicy):
    """What Wagtail is told when it asks who may change the settings: what `editable_settings` says."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "change" and editable_settings(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: SiteSettings) -> bool:
        return action == "change" and editable_settings(user).filter(pk=instance.pk).exists()
