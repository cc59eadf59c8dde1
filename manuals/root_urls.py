"""The addresses that have no language: pictures and files of editions, each asked for through a check."""

from django.urls import path

from manuals import views

urlpatterns = [path("editions/<str:name>", views.edition_file, name="edition_file")]
