"""Bring a manual in from a folder or a ZIP archive of Markdown files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from manuals.actions.importing import import_manual
from manuals.importing.plan import Plan, plan_of
from manuals.importing.reading import read_archive, read_folder
from manuals.importing.report import ImportRefusedError, Report
from manuals.models import Licence
from organisations.models import Organisation


class Command(BaseCommand):
    help = "Brings a manual into the working copy of an organisation's workspace; readers see it at the next release."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder or a ZIP archive of Markdown files")
        parser.add_argument("--organisation", required=True, help="the address of the organisation, as in its page")
        parser.add_argument("--title", help="of the manual; its folder's name when not given")
        parser.add_argument("--slug", help="its address; made of the title when not given")
        parser.add_argument("--licence", default="", help=f"of the manual: {', '.join(Licence.values)}")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="in which it is written first")
        parser.add_argument("--dry-run", action="store_true", help="say what would come in, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no organisation {options['organisation']}. There are: {known or 'none'}.")
        folder: Path = options["folder"]
        try:
            files = self._read(folder, options["language"])
        except ImportRefusedError as refused:
            raise CommandError(f"Nothing was brought in.\n{refused}") from refused
        plan = plan_of(files, first=options["language"])
        if options["dry_run"]:
            self._tell_plan(plan)
            return
        title = options["title"] or folder.stem.replace("-", " ").capitalize()
        slug = options["slug"] or slugify(title)
        try:
            manual, report = import_manual(
                files,
                plan,
                organisation=organisation,
                title=title,
                slug=slug,
                by=None,
                licence=self._licence(options["licence"]),
            )
        except ImportRefusedError as refused:
            raise CommandError(f"Nothing was brought in.\n{refused}") from refused
        except ValidationError as error:
            raise CommandError("Nothing was brought in.\n" + "\n".join(error.messages)) from error
        self._tell(report)
        self.stdout.write(f"Release it in the editor: /admin/manuals/{manual.pk}/editions/")

    def _licence(self, written: str) -> str:
        if written and written not in Licence.values:
            raise CommandError(f"There is no licence {written}. There are: {', '.join(Licence.values)}.")
        return written

    def _read(self, folder: Path, language: str) -> Any:
        if folder.is_dir():
            return read_folder(folder, language=language)
        if folder.is_file():
            return read_archive(folder.read_bytes(), language=language)
        raise CommandError(f"There is no folder or file {folder}.")

    def _tell_plan(self, plan: Plan) -> None:
        for language, chapters in plan.chapters.items():
            self.stdout.write(f"{language}: {len(chapters)} chapters")
            for chapter in chapters:
                self.stdout.write(f"{'  ' * (chapter.key.count('/') + 1)}{chapter.title}  ({chapter.file})")
        self.stdout.write("Nothing was written.")

    def _tell(self, report: Report) -> None:
        self.stdout.write(
            f"{report.made} chapters new, {report.changed} changed, {report.same} as they were; "
            f"languages: {', '.join(report.languages)}"
        )
        for file, words in report.notes:
            self.stdout.write(f"{file}: {words}")
