"""How Django finds this app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
