"""How Django finds this app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content.days import ask_for_days  # needs the apps that Wagtail's forms are made from

        ask_for_days()
