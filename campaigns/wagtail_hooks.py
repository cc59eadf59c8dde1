"""What campaigns add to Wagtail: the screen where one ends, and a measure for light pictures."""

from django.urls import include, path
from wagtail import hooks

from campaigns.audit_words import WORDS
from campaigns.pictures import WeightOperation


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    return [path("campaigns/", include("campaigns.admin_urls"))]


@hooks.register("register_image_operations")
def image_operations() -> list:
    return [("weight", WeightOperation)]


hooks.register("audit_words", lambda: WORDS)
