"""The addresses of the site, and those that exist only on a developer's own machine."""

from django.urls import URLPattern, URLResolver, path

from accounts.demonstration import authenticator
from network_site.urls import handler404
from network_site.urls import urlpatterns as site_patterns

__all__ = ["handler404", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("dev/authenticator/", authenticator, name="dev_authenticator"),
    *site_patterns,
]
