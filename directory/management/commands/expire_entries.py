"""Let the calendar do its work on the directory: entries fall due and expire, unconfirmed suspensions lapse."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from directory.actions import expire_entries


class Command(BaseCommand):
    help = "Mark entries that are due or expired, and end suspensions that nobody confirmed. Run it daily."

    def handle(self, *args: object, **options: object) -> None:
        done = expire_entries()
        self.stdout.write(_("Due for a new check: %(number)d") % {"number": len(done.due)})
        self.stdout.write(_("Expired: %(number)d") % {"number": len(done.expired)})
        self.stdout.write(_("Suspensions lapsed: %(number)d") % {"number": len(done.lapsed)})
