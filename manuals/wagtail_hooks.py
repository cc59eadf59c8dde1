"""What manuals add to Wagtail: the screens where editions are released, withdrawn and brought in."""

from django.urls import include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    return [path("manuals/", include("manuals.admin_urls"))]
