"""How Django finds this app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"

    def ready(self) -> None:
        from directory import (
            identifiers,  # noqa: F401 - tells the wall which entries a person may name
            projections,  # noqa: F401 - tells search how entries are found
        )
