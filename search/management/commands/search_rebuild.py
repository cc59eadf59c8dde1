"""Fill the search index anew from the ledger."""

from django.core.management.base import BaseCommand

from search.drift import rebuild


class Command(BaseCommand):
    help = "Fill the site's own search index anew from what is written down of every page, file and entry."

    def handle(self, *args: object, **options: object) -> None:
        number = rebuild()
        self.stdout.write(f"{number} documents are in the index.")
