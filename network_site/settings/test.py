"""How the tests run: development settings made quick, with files in a place of their own."""

import tempfile

from .dev import *  # noqa: F403 - test is dev made quick

DEBUG = False
ROOT_URLCONF = "network_site.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="network-site-media-")
WAGTAIL_AUTOSAVE_INTERVAL = 0
