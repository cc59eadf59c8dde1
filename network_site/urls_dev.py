"""The addresses of the site, and those that exist only on a developer's own machine."""

from django.urls import path

from accounts.demonstration import authenticator
from network_site.urls import *  # noqa: F403 - the same, and a little more
from network_site.urls import urlpatterns as site_patterns

urlpatterns = [path("dev/authenticator/", authenticator, name="dev_authenticator"), *site_patterns]
