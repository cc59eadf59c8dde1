"""Let the calendar do its work on pages: publish drafts whose time has come, take down pages whose time is over."""

import sys

from django.core.management.base import BaseCommand

from organisations.scheduled import publish_due


class Command(BaseCommand):
    help = (
        "Publish the drafts and release the editions whose time has come, and take down the pages whose time is over, "
        "each by itself. Pages are named by their numbers. Ends with 1 when one was refused or failed. Run it every "
        "few minutes."
    )

    def handle(self, *args: object, **options: object) -> None:
        all_well = True
        for outcome in publish_due():
            self.stdout.write(f"{outcome.page}: {outcome.words}")
            all_well = all_well and outcome.well
        if not all_well:
            sys.exit(1)
