"""Delete archives of manuals that came in a day ago or earlier and were never decided."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from manuals.actions.import_runs import forget_imports


class Command(BaseCommand):
    help = "Delete archives of manuals that came in a day ago or earlier and were never brought in. Run it daily."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(_("Deleted: %(number)d") % {"number": forget_imports()})
