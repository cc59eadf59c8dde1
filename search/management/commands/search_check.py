"""Compare what can be found with what there is, and put right what differs."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from search.drift import check, heal


class Command(BaseCommand):
    help = (
        "Compare what search knows with the pages, files and entries there are, and put right what differs. "
        "Ends with 0 when nothing differed, otherwise with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only-report", action="store_true", help="Say what differs and change nothing.")

    def handle(self, *args: object, only_report: bool = False, **options: object) -> None:
        is_sound = self._ledger(only_report=only_report)
        if settings.SEARCH_ENGINE == "elasticsearch":
            is_sound = self._elastic(only_report=only_report) and is_sound
        if not is_sound:
            if only_report:
                self.stdout.write("Nothing was changed.")
            sys.exit(1)

    def _ledger(self, *, only_report: bool) -> bool:
        """Whether the ledger and the embedded index are as they should be."""
        drift = check()
        if drift.is_none:
            self.stdout.write(f"{drift.checked} things compared: search knows each as it is.")
            return True
        for thing in sorted(drift.things):
            self.stdout.write(f"differs: {thing}")
        if drift.rows:
            self.stdout.write(f"not indexed as they are: {len(drift.rows)} documents")
        if not only_report:
            heal(drift)
            self.stdout.write("Put right.")
        return False

    def _elastic(self, *, only_report: bool) -> bool:
        """Whether Elasticsearch holds what the ledger says, but for what is on its way."""
        from search import lag
        from search.engines.elastic.connection import AwayError

        try:
            found = lag.check()
            self.stdout.write(
                f"Elasticsearch {found.version}: {found.waiting} documents wait to be sent;"
                f" {found.restricting} are kept out of its answers meanwhile."
            )
            for key, error in sorted(found.refused.items()):
                self.stdout.write(f"refused: {key}: {error}")
            if found.wrong or found.strangers:
                self.stdout.write(f"held otherwise: {len(found.wrong)} documents; of nothing: {len(found.strangers)}")
            if not found.is_none and not only_report:
                lag.heal(found)
                self.stdout.write("The worker sends them again; what stays wrong, search_rebuild puts right.")
        except AwayError as error:
            self.stdout.write(f"Elasticsearch: {error}. The site's own search answers.")
            return False
        return found.is_none
