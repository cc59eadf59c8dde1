"""Delete what visitors told of entries, 30 days after a vetter handled it."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from directory.actions import forget_problems


class Command(BaseCommand):
    help = "Delete the problems with entries that were handled 30 days ago or earlier. Run it daily."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(_("Deleted: %(number)d") % {"number": forget_problems()})
