"""Write down the end of the audit log outside of the database."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from organisations.checkpoints import take_checkpoint


class Command(BaseCommand):
    help = (
        "Append a signed line with the number and the digest of the last entry of the audit log to the file that "
        "AUDIT_CHECKPOINTS names, and mail it to AUDIT_CHECKPOINT_TO. Keep the lines elsewhere. Run it daily."
    )

    def handle(self, *args: object, **options: object) -> None:
        taken = take_checkpoint()
        self.stdout.write(taken.as_line() if taken else _("Nothing has been written down yet."))
