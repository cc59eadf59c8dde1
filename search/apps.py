"""How Django finds this app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from search import projections, signals  # noqa: F401 - registers what can be found, connects the receivers
