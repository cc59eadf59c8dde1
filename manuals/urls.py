"""The addresses of manuals; included once for each language."""

from django.urls import path, re_path

from manuals import change_views, views
from manuals.feeds import EditionsFeed

app_name = "manuals"
# Slugs may be written in any script, as Wagtail allows them.
SLUG = r"(?P<slug>[\w-]+)"
CHAPTER = r"(?P<path>[\w-]+(?:/[\w-]+)*)"
NUMBER = r"(?P<number>[\d.]+)"
CHANGES = r"changes/(?P<before>[\d.]+)/(?P<after>[\d.]+)"
urlpatterns = [
    path("", views.index, name="index"),
    path("feed/", EditionsFeed(), name="feed"),
    re_path(rf"^{SLUG}/$", views.manual, name="manual"),
    re_path(rf"^{SLUG}/edition/{NUMBER}/$", views.edition, name="edition"),
    re_path(rf"^{SLUG}/edition/{NUMBER}/{CHAPTER}/$", views.edition_chapter, name="edition_chapter"),
    re_path(rf"^{SLUG}/{CHANGES}/$", change_views.changes, name="changes"),
    re_path(rf"^{SLUG}/{CHANGES}/{CHAPTER}/$", change_views.changes, name="chapter_changes"),
    re_path(rf"^{SLUG}/{CHAPTER}/$", views.chapter, name="chapter"),
]
