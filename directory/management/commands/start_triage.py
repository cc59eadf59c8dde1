"""Give a site the page that asks what is happening, as a draft in every language that has none yet."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from directory.actions import start_triage


class Command(BaseCommand):
    help = "Make an empty triage page in every language that has none. The secretariat fills and publishes it."

    def handle(self, *args: object, **options: object) -> None:
        made = start_triage()
        self.stdout.write(_("Made in these languages: %(list)s") % {"list": ", ".join(made) or "–"})
