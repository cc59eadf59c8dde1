"""Bring a spreadsheet of organisations into the directory, to be checked and voted."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from directory.actions.importing import import_directory
from directory.imports.mapping import read_mapping
from directory.imports.reading import read_file
from directory.imports.report import Refusal, Report


class Command(BaseCommand):
    help = (
        "Bring a CSV file of organisations into the directory. New rows become entries that are being checked; a "
        "second run of the same file changes nothing. A file with an error of structure is refused as a whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A CSV file in UTF-8.")
        parser.add_argument("--dry-run", action="store_true", help="Report everything and write nothing.")
        parser.add_argument("--mapping", type=Path, help="A TOML file that says what the columns hold.")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            mapping = read_mapping(options["mapping"])
            content = read_file(options["file"])
            report = import_directory(content, mapping, by=None, dry_run=bool(options["dry_run"]))
        except Refusal as refusal:
            raise CommandError(_("Nothing was imported. %(reason)s") % {"reason": refusal}) from refusal
        self._write(report)

    def _write(self, report: Report) -> None:
        for finding in report.findings:
            values = {"row": finding.row, "column": finding.column, "value": finding.value, "words": finding.words}
            self.stdout.write(_("Row %(row)d, column “%(column)s”: “%(value)s”: %(words)s") % values)
        for name in report.withdrawn:
            self.stdout.write(_("No longer in the source: %(name)s") % {"name": name})
        if report.unknown_terms:
            self.stdout.write(_("Words that are none of the shared terms:"))
            for word, count in report.unknown_terms:
                self.stdout.write(f"  {count} × {word}")
        self.stdout.write(_("Urgent appeals: %(yes)d yes, %(no)d no, %(unknown)d not stated") % report.urgent)
        self.stdout.write(_("Names by language: %(counts)s") % {"counts": _counts(report.languages)})
        values = {"rows": report.rows, "made": len(report.made), "changed": len(report.changed),
                  "unchanged": report.unchanged}  # fmt: skip
        self.stdout.write(_("%(rows)d rows: %(made)d new, %(changed)d changed, %(unchanged)d as they were") % values)
        if report.dry_run:
            self.stdout.write(_("This was a trial: nothing was written."))


def _counts(languages: dict[str, int]) -> str:
    return ", ".join(f"{language} {count}" for language, count in languages.items())
