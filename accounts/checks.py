"""What is wrong with the settings of accounts before anything starts."""

from django.conf import settings
from django.core.checks import Error, register

# Only these may say that demonstration accounts exist. Settings that a test overrides name no module at all.
WHERE_DEMONSTRATION_MAY_BE = ("network_site.settings.dev", "network_site.settings.test")


@register()
def demonstration_stays_at_home(app_configs: object = None, **kwargs: object) -> list[Error]:
    """Refuse to start a real site with accounts whose passwords and codes anybody can read."""
    if not settings.DEMONSTRATION or settings.SETTINGS_MODULE in WHERE_DEMONSTRATION_MAY_BE:
        return []
    return [
        Error(
            "DEMONSTRATION is on outside the development settings.",
            hint="Leave DEMONSTRATION as settings/base.py has it. For a demonstration use network_site.settings.dev.",
            id="accounts.E001",
        )
    ]
