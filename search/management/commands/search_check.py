"""Compare what can be found with what there is, and put right what differs."""

import sys

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
        drift = check()
        if drift.is_none:
            self.stdout.write(f"{drift.checked} things compared: search knows each as it is.")
            return
        for thing in sorted(drift.things):
            self.stdout.write(f"differs: {thing}")
        if drift.rows:
            self.stdout.write(f"not indexed as they are: {len(drift.rows)} documents")
        if only_report:
            self.stdout.write("Nothing was changed.")
        else:
            heal(drift)
            self.stdout.write("Put right.")
        sys.exit(1)
