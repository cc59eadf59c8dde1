"""How the site runs while it is measured: as in the tests, with the model that Wagtail's own search is asked for."""

from network_site.settings.test import *  # noqa: F403 - the tests' settings and one app more

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.yardstick"]  # noqa: F405
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = QUICK.replace("OFF", "NORMAL")  # noqa: F405 - as in production
