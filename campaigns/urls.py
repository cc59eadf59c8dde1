"""The addresses of campaigns; included once for each language."""

from django.urls import path, re_path

from campaigns import views
from campaigns.feeds import LatestFeed

app_name = "campaigns"
# Slugs may be written in any script, as Wagtail allows them.
SLUG = r"[\w-]+"
urlpatterns = [
    path("", views.index, name="index"),
    path("feed/", LatestFeed(), name="feed"),
    re_path(rf"^(?P<slug>{SLUG})/$", views.campaign, name="campaign"),
    re_path(rf"^(?P<slug>{SLUG})/(?P<update_slug>{SLUG})/$", views.update, name="update"),
]
