"""Which address leads where."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from network_site import views

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
]

urlpatterns += i18n_patterns(
    path("account/", include("accounts.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler404 = views.not_found
