"""Find out whether the audit log is whole."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from organisations.checkpoints import kept_checkpoints
from organisations.verification import Verdict, is_guarded, verify


class Command(BaseCommand):
    help = (
        "Walk the audit log and name the first entry that was changed, taken out, swapped, given another time or cut "
        "off, and say how many entries lie after the last checkpoint. Ends with 0 when all is well, otherwise with 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoints", type=Path, help="A file with the lines of audit_checkpoint, as it was kept elsewhere."
        )

    def handle(self, *args: object, **options: Any) -> None:
        kept = kept_checkpoints(options["checkpoints"])
        verdict = verify(kept.checkpoints)
        self._say(verdict)
        for line in kept.bad_lines:
            self.stdout.write(_("Line %(line)d of the checkpoints is none that this site signed.") % {"line": line})
        if not is_guarded():
            self.stdout.write(_("The database does not refuse changes to the log: run “migrate”, or see who did that."))
        if not verdict.is_sound or kept.bad_lines or not is_guarded():
            sys.exit(1)

    def _say(self, verdict: Verdict) -> None:
        self.stdout.write(_("Entries in order: %(number)d") % {"number": verdict.sound})
        if verdict.what:
            values = {"number": verdict.first_bad, "what": verdict.what.label}
            self.stdout.write(_("No. %(number)s: %(what)s") % values)
        values = {"number": verdict.checkpoint, "after": verdict.after}
        if verdict.checkpoint:
            self.stdout.write(_("Last checkpoint: No. %(number)d. Entries after it: %(after)d") % values)
        else:
            self.stdout.write(_("No checkpoint confirms any of them; all %(after)d could be cut off.") % values)
