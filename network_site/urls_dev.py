"""The addresses of the site, and those that exist only on a developer's own machine."""

from network_site.urls import *  # noqa: F403 - the same, and a little more
from network_site.urls import urlpatterns as site_patterns

urlpatterns = [*site_patterns]
