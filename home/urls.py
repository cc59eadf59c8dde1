"""The addresses of the network's own lists; included once for each language."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [path("organisations/", views.organisations, name="organisations")]
