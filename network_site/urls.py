"""Which address leads where."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from network_site import views

urlpatterns: list[URLPattern | URLResolver] = [
    # Before Wagtail's own, because some of ours take the place of its screens.
    path("admin/", include("organisations.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("organisations.urls")),
    path("", include("home.root_urls")),
    path("", include("manuals.root_urls")),
]

urlpatterns += i18n_patterns(
    path("account/", include("accounts.urls")),
    path("account/", include("organisations.account_urls")),
    # Wagtail asks for passwords at addresses of its own; signing in is one door only.
    path("_util/<path:door>", views.no_such_page, name="no_such_page"),
    path("", include("home.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("manuals/", include("manuals.urls")),
    path("", include("directory.urls")),
    path("search/", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler400 = views.not_whole
handler404 = views.not_found
