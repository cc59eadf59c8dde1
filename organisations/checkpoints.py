"""How the end of the audit log is written down outside of the database, so that what is cut off shows.

A checkpoint is one line: number, digest and time of the last entry, signed with the key of the log. It is appended to a
file, and mailed to whoever keeps it away from this machine. It tells nobody what happened.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from organisations.audit import keyed_digest
from organisations.models import AuditHead


@dataclass(frozen=True)
class Checkpoint:
    """The end of the log at one time: number and digest of the entry that was the last then."""

    number: int
    digest: str
    at: datetime

    def as_line(self) -> str:
        return json.dumps({**self._values(), "signed": keyed_digest(self._values())}, sort_keys=True)

    @classmethod
    def of_line(cls, line: str) -> "Checkpoint":
        """The checkpoint that this line says. Raises ValueError for one that this site did not sign."""
        try:
            said = json.loads(line)
            found = cls(int(said["number"]), str(said["digest"]), parse_datetime(said["at"]) or datetime.min)
            is_ours = hmac.compare_digest(str(said["signed"]), keyed_digest(found._values()))
        except (KeyError, TypeError) as wrong:
            raise ValueError("not a checkpoint") from wrong
        if not is_ours:
            raise ValueError("not signed by this site")
        return found

    def _values(self) -> dict[str, str | int]:
        return {"number": self.number, "digest": self.digest, "at": self.at.isoformat(), "kind": "checkpoint"}


def place() -> Path:
    """The file to which checkpoints are appended. A backup of it belongs elsewhere."""
    return settings.AUDIT_CHECKPOINTS


def take_checkpoint() -> Checkpoint | None:
    """Write down the end of the log; None while the log is empty. Mailed too where the settings name somebody."""
    head = AuditHead.objects.first()
    if head is None or head.at is None:
        return None
    taken = Checkpoint(head.number, head.digest, head.at)
    place().parent.mkdir(parents=True, exist_ok=True)
    with place().open("a", encoding="utf-8") as file:
        file.write(taken.as_line() + "\n")
    if settings.AUDIT_CHECKPOINT_TO:
        words = _("Keep this line. It shows later whether the audit log was cut off.")
        send_mail(_("A checkpoint"), f"{words}\n\n{taken.as_line()}\n", None, settings.AUDIT_CHECKPOINT_TO)
    return taken


@dataclass(frozen=True)
class Kept:
    """The checkpoints of a file, and the numbers of its lines that are none of this site's."""

    checkpoints: list[Checkpoint]
    bad_lines: list[int]


def kept_checkpoints(file: Path | None = None) -> Kept:
    """What is in the file of checkpoints, or in another one; nothing while there is none."""
    file = file or place()
    found, bad = [], []
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(Checkpoint.of_line(line))
        except ValueError:
            bad.append(number)
    return Kept(found, bad)
