"""The screens of campaigns in the admin."""

from django.urls import path

from campaigns import admin_views

app_name = "campaigns_admin"
urlpatterns = [path("<int:page_id>/end/", admin_views.end, name="end")]
