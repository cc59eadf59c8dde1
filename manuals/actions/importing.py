"""How a manual comes in from Markdown: into its working copy, whole or not at all, and twice changes nothing."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from accounts.models import User
from content.models import NetworkImage
from content.references import check_references
from content.uploads import cleaned_picture
from manuals.importing.chapters import read_chapter
from manuals.importing.ids import keep_ids, same_ids_as
from manuals.importing.links import Links, resolve_anchors
from manuals.importing.markdown import Picture, Reading
from manuals.importing.plan import Plan, Planned
from manuals.importing.reading import Files
from manuals.importing.report import Report
from manuals.models import ChapterPage, ManualPage
from organisations.actions.workspaces import translate_workspace
from organisations.audit import record
from organisations.models import Organisation

Block = dict[str, Any]


@transaction.atomic
def import_manual(
    files: Files, plan: Plan, *, organisation: Organisation, title: str, slug: str, by: User | None, licence: str = "",
    into: ManualPage | None = None,
) -> tuple[ManualPage, Report]:  # fmt: skip
    """Write what was read into the working copy of a manual, and publish it there; readers see it at the next release.

    Arguments: plan, of these files; organisation, in whose workspace it stands; title, slug, of the manual: one with
    this slug there is brought up to date, else it is made, with the licence; into, the one to bring up to date in
    each of its languages, whatever its slug.
    Returns the manual in the language written first, and the report. Chapters that came in earlier and are not in the
    files any more are unpublished, and named. Raises ValidationError or ImportRefusedError for what no page can hold.
    """
    report = Report(languages=plan.languages)
    writer = _Writer(files, organisation, report, by)
    first = into
    if into:
        writer.remember(into)
    for language, chapters in plan.chapters.items():
        manual = writer.manual_in(language, title, slug, first, licence)
        first = first or manual
        writer.write(manual, chapters)
    for name in files.left_out:
        report.note(name, _("It was left out: only Markdown, checklists and pictures are brought in."))
    if first is None or not plan.chapters:
        raise ValidationError(_("There is nothing to bring in."))
    record(
        "manual.imported", by=by, organisation=organisation, about=first,
        made=report.made, changed=report.changed, same=report.same,
    )  # fmt: skip
    return ManualPage.objects.get(pk=first.pk), report


class _Writer:
    def __init__(self, files: Files, organisation: Organisation, report: Report, by: User | None) -> None:
        self.files, self.organisation, self.report, self.by = files, organisation, report, by
        self.images: dict[str, NetworkImage | None] = {}
        self.originals: dict[str, ChapterPage] = {}  # by key, in the language written first

    def manual_in(self, language: str, title: str, slug: str, first: ManualPage | None, licence: str) -> ManualPage:
        """The manual in this language, made when there is none."""
        locale = Locale.objects.get(language_code=language)
        workspace = translate_workspace(self.organisation, locale, by=self.by)
        known = ManualPage.objects.child_of(workspace).filter(slug=slug).first()
        if first:
            same = ManualPage.objects.filter(translation_key=first.translation_key, locale=locale).first()
            known = same or known
        if known:
            return known
        if first:
            page = first.copy_for_translation(locale)
        else:
            page = ManualPage(title=title, slug=slug, locale=locale, licence=licence)
            Page.objects.get(pk=workspace.pk).add_child(instance=page)
        self._publish(page)
        return ManualPage.objects.get(pk=page.pk)

    def remember(self, manual: ManualPage) -> None:
        """Let what comes in be translations of the chapters that this manual has."""
        for page in ChapterPage.objects.descendant_of(manual).exclude(source=""):
            self.originals[page.source] = page

    def write(self, manual: ManualPage, chapters: list[Planned]) -> None:
        """Bring the chapters of one language up to date: first their places, because links need those, then texts."""
        known = {page.source: page for page in ChapterPage.objects.descendant_of(manual) if page.source}
        pages: dict[str, ChapterPage] = {}
        for chapter in chapters:
            above = pages[chapter.above] if chapter.above else manual
            pages[chapter.key] = known.get(chapter.key) or self._new(chapter, above)
        self._put_in_order(manual, chapters, pages)
        links = Links(chapters, {key: page.pk for key, page in pages.items()})
        for chapter in chapters:
            self._write_one(chapter, pages[chapter.key].pk, links, is_new=chapter.key not in known)
        self._take_out(page for key, page in known.items() if key not in pages)

    def _new(self, chapter: Planned, above: Page) -> ChapterPage:
        original = self.originals.get(chapter.key)
        parent = Page.objects.get(pk=above.pk)
        if original is not None and original.get_parent().translation_key == parent.translation_key:
            page = original.copy_for_translation(parent.locale)
            page.body = []
        else:
            page = ChapterPage(title=chapter.title, locale=parent.locale, live=False)
        page.title, page.draft_title, page.slug, page.source = chapter.title, chapter.title, chapter.slug, chapter.key
        if page.pk is None:
            page.slug = _free_slug(parent, chapter.slug)
            parent.add_child(instance=page)
        return page

    def _write_one(self, chapter: Planned, pk: int, links: Links, *, is_new: bool) -> None:
        page = ChapterPage.objects.get(pk=pk)
        before = list(page.body.get_prep_value())
        original = self.originals.setdefault(chapter.key, page)
        reading = self._read(chapter, links)
        blocks = self._with_pictures(reading, chapter)
        if before or original.pk == page.pk:
            placed = keep_ids(blocks, before)
        else:
            placed = same_ids_as(blocks, list(original.body.get_prep_value()))
        body = self._with_anchors(placed, reading, chapter)
        if (
            not is_new
            and page.live
            and (page.title, page.summary) == (chapter.title, chapter.summary)
            and body == before
        ):
            self.report.same += 1
        else:
            page.title, page.summary, page.body = chapter.title, chapter.summary, body
            self._publish(page)
            self.report.made += is_new
            self.report.changed += not is_new
        if original.pk == page.pk:
            self.originals[chapter.key] = ChapterPage.objects.get(pk=pk)

    def _read(self, chapter: Planned, links: Links) -> Reading:
        reading = read_chapter(chapter, links)
        for title, steps in chapter.checklists:
            reading.blocks.append({"type": "checklist", "value": {"title": title[:160], "items": steps}})
        for words in reading.notes:
            self.report.note(chapter.file, words)
        return reading

    def _publish(self, page: Page) -> None:
        # Asked before the draft is written: what stands on a page already may stay, whoever brought it.
        check_references(page, by=self.by)
        page.save_revision(user=self.by).publish(user=self.by, skip_permission_checks=True)

    def _take_out(self, pages: Iterable[ChapterPage]) -> None:
        for page in pages:
            if page.live:
                page.unpublish(user=self.by)
                self.report.note(page.source, _("It is not in the files any more: its chapter is unpublished."))

    def _put_in_order(self, manual: ManualPage, chapters: list[Planned], pages: Mapping[str, ChapterPage]) -> None:
        """Let chapters stand in the order of the files; those that people added stay behind them."""
        below: dict[str, list[str]] = {}
        for chapter in chapters:
            below.setdefault(chapter.above, []).append(chapter.key)
        for above, keys in below.items():
            parent = pages[above] if above else manual
            wanted = [pages[key].pk for key in keys]
            stands = list(Page.objects.child_of(parent).order_by("path").values_list("pk", flat=True))
            if [pk for pk in stands if pk in set(wanted)] == wanted and set(wanted) <= set(stands):
                continue
            for pk in [*wanted, *(pk for pk in stands if pk not in set(wanted))]:
                Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), "last-child")

    # -- Pictures and links to headings --------------------------------------------------------------------------------

    def _with_pictures(self, reading: Reading, chapter: Planned) -> list[Block]:
        blocks = []
        for place, block in enumerate(reading.blocks):
            if block["type"] != "picture":
                blocks.append({**block, "place": place})
                continue
            picture: Picture = block["value"]
            image = self._image(picture, chapter)
            if image:
                value = {"image": image.pk, "alt": picture.alt[:300], "caption": ""}
                blocks.append({"type": "picture", "value": value, "place": place})
                if not picture.alt:
                    self.report.note(
                        chapter.file,
                        _("A picture has no words for those who cannot see it: %(name)s") % {"name": picture.address},
                    )
        return blocks

    def _image(self, picture: Picture, chapter: Planned) -> NetworkImage | None:
        folder = chapter.source.folder if chapter.source else "."
        found = self.files.picture(picture.address, folder)
        if found is None:
            self.report.note(chapter.file, _("There is no picture %(name)s.") % {"name": picture.address})
            return None
        if found not in self.images:
            self.images[found] = self._kept_image(found, picture.alt)
        if self.images[found] is None:
            self.report.note(chapter.file, _("The picture %(name)s cannot be read.") % {"name": picture.address})
        return self.images[found]

    def _kept_image(self, name: str, alt: str) -> NetworkImage | None:
        title = (alt or PurePosixPath(name).stem)[:255]
        try:
            clean = cleaned_picture(ContentFile(self.files.pictures[name], name=PurePosixPath(name).name))
        except ValidationError:
            return None
        content = clean.read()
        clean.seek(0)
        for known in NetworkImage.objects.filter(title=title, collection__access__owner=self.organisation):
            with known.file.open("rb") as stored:
                if stored.read() == content:
                    return known
        return NetworkImage.objects.create(
            title=title, file=clean, collection=self.organisation.own_files, uploaded_by_user=self.by
        )

    def _with_anchors(self, placed: list[Block], reading: Reading, chapter: Planned) -> list[Block]:
        ids = {block.pop("place"): block["id"] for block in placed}
        anchors = {word: f"b-{ids[place][:8]}" for word, place in reading.anchors.items() if place in ids}
        for block in placed:
            if block["type"] == "paragraph":
                text, lost = resolve_anchors(block["value"]["text"], anchors)
                block["value"] = {"text": text}
                for word in lost:
                    self.report.note(chapter.file, _("A link leads nowhere: %(address)s") % {"address": f"#{word}"})
        return placed


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
