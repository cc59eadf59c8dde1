"""How Django finds this app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from django.core.checks import register

        from content.checks import check_storages
        from content.days import ask_for_days  # needs the apps that Wagtail's forms are made from
        from content.references import keep_what_is_missing

        register(check_storages)
        ask_for_days()
        keep_what_is_missing()
