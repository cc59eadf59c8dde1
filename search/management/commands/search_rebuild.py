"""Fill the search index anew from the ledger."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.drift import rebuild as rebuild_embedded

ENGINES = ("embedded", "elasticsearch")


class Command(BaseCommand):
    help = (
        "Fill the search index anew from what is written down of every page, file and entry. "
        "With Elasticsearch people go on writing and searching meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", choices=ENGINES, help="Which index; the one of SEARCH_ENGINE unless given.")

    def handle(self, *args: object, engine: str | None = None, **options: object) -> None:
        chosen = engine or settings.SEARCH_ENGINE
        number = rebuild_embedded() if chosen == "embedded" else self._elastic()
        self.stdout.write(f"{number} documents are in the index.")

    def _elastic(self) -> int:
        from search.engines.elastic.connection import AwayError
        from search.engines.elastic.indices import UnsuitableError
        from search.rebuilding import UnfinishedError, rebuild

        try:
            return rebuild(self.stdout.write)
        except (AwayError, UnfinishedError, UnsuitableError) as error:
            raise CommandError(f"The index was not rebuilt, and answers as before: {error}") from error
