"""The addresses that have no language: the way out, and what crawlers ask for."""

from django.urls import path

from home import views

urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
