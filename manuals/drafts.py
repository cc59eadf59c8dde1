"""Which pages a release would freeze: those that are published, in the order in which people read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from manuals.models import ChapterPage, ManualPage


@dataclass
class Draft:
    """A manual in one language as it stands now. chapters: published, each after the one it stands in."""

    manual: ManualPage
    language: str
    chapters: list[ChapterPage] = field(default_factory=list)

    def path_of(self, chapter: ChapterPage) -> str:
        """The slugs from the manual to this chapter."""
        below = chapter.url_path[len(self.manual.url_path) :]
        return below.strip("/")


def drafts_of(manual: ManualPage, languages: Iterable[str] | None = None) -> list[Draft]:
    """The manual in each of these languages in which its page is published, that of the given page first.

    Arguments: manual, in any language; languages, codes, all when None.
    """
    pages = ManualPage.objects.filter(
        translation_key=manual.translation_key, live=True, alias_of=None, access__published=True
    ).select_related("locale", "access__policy", "access__owner", "live_revision")
    wanted = None if languages is None else set(languages)
    chosen = [page for page in pages if wanted is None or page.locale.language_code in wanted]
    chosen.sort(key=lambda page: (page.pk != manual.pk, page.locale.language_code))
    return [Draft(page, page.locale.language_code, list(_chapters_of(page))) for page in chosen]


def _chapters_of(manual: ManualPage) -> Iterable[ChapterPage]:
    return (
        ChapterPage.objects.descendant_of(manual)
        .filter(live=True, access__published=True)
        .select_related("access__policy", "live_revision")
        .prefetch_related("terms")
        .order_by("path")
    )


def unfinished_chapters(manual: ManualPage) -> list[ChapterPage]:
    """Chapters with changes that nobody published yet, which a release would leave out."""
    below = ChapterPage.objects.descendant_of(manual)
    return list(below.filter(has_unpublished_changes=True) | below.filter(live=False))
