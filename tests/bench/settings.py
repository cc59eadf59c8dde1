"""How the site runs while it is measured: as in the tests, with the model that Wagtail's own search is asked for."""

from network_site.settings.test import *  # noqa: F403 - the tests' settings and one app more

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.yardstick"]  # noqa: F405
