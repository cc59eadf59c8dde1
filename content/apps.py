"""How Django finds this app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
