"""Which settings an admin address may name: home's answers to the wall."""

from accounts.models import User
from home.models import SiteSettings
from home.permissions import editable_settings
from organisations.wall.resolvers import number, register


@register("settings_app")
def settings_app(_person: User, value: str) -> bool:
    return value == SiteSettings._meta.app_label


@register("settings_model")
def settings_model(_person: User, value: str) -> bool:
    return value == SiteSettings._meta.model_name


@register("site_settings")
def site_settings(person: User, value: str) -> bool:
    return editable_settings(person).filter(pk=number(value)).exists()
