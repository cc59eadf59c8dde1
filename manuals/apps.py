"""How Django finds this app, and how its chapters are made known to search."""

from django.apps import AppConfig


class ManualsConfig(AppConfig):
    name = "manuals"

    def ready(self) -> None:
        from manuals import (  # noqa: F401 - what is found, who may read it, and what the wall may ask
            identifiers,
            projections,
            signals,
        )
