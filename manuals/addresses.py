"""Which addresses manuals, their chapters and their editions have, whatever workspace they stand in."""

import re
from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

# Words with a meaning of their own under /manuals/ and /manuals/<manual>/.
RESERVED = frozenset({"feed", "files", "import"})
RESERVED_CHAPTERS = frozenset({"edition", "changes", "feed"})
BETWEEN_CHAPTERS = re.compile(r' href="(?:\.\./)+([^"#.]+)/(?:#[^"]*)?"')
# One sentence for a reserved word and for somebody else's manual: it must not tell which.
TAKEN = _("This address is taken. Write another one, for example with the name of your organisation at its end.")


def path_to(language: str, *slugs: str) -> str:
    """The path of a manual, or of a chapter when more than one slug is given, in its current edition."""
    with translation.override(language):
        if len(slugs) == 1:
            return reverse("manuals:manual", args=slugs)
        return reverse("manuals:chapter", args=[slugs[0], "/".join(slugs[1:])])


def edition_path(language: str, slug: str, number: str, chapter: str = "") -> str:
    """The path that stays for ever of an edition, or of one chapter of it."""
    with translation.override(language):
        if not chapter:
            return reverse("manuals:edition", args=[slug, number])
        return reverse("manuals:edition_chapter", args=[slug, number, chapter])


def changes_path(language: str, slug: str, before: str, after: str, chapter: str = "") -> str:
    """The path of what changed from one edition to another, in all chapters or in one."""
    with translation.override(language):
        if not chapter:
            return reverse("manuals:changes", args=[slug, before, after])
        return reverse("manuals:chapter_changes", args=[slug, before, after, chapter])


def from_chapter_to(here: str, there: str) -> str:
    """A link from one chapter to another of the same edition: the same at the address of the current edition and at
    that of its number, in whatever language.

    Arguments: here, there, paths as in FrozenChapter.path.
    """
    return "../" * (here.count("/") + 1) + there + "/"


def without_links_to_others(html: str, paths: Collection[str]) -> str:
    """Frozen markup in which links to chapters of the same edition lead nowhere but to these, whose paths are given:
    the address of a chapter that somebody may not open would tell them of it."""
    return BETWEEN_CHAPTERS.sub(lambda found: found[0] if found[1] in paths else "", html)


def moved(parts: tuple | None, *slugs: str) -> tuple | None:
    """Wagtail's (site, root address, path) of a page with the path under /manuals/ in place of that in a workspace.

    Arguments: parts, None or without a path for a page that no site shows, which stays so; slugs, as in path_to.
    """
    if parts is None or not parts[2] or not slugs:
        return parts
    language = parts[2].split("/", 2)[1]
    return (*parts[:2], path_to(language, *slugs))


def is_taken(works, slug: str, *, but_by: object) -> bool:
    """Whether another manual was released under this word, in capitals or not, or it is reserved: one must not be taken
    for the other.

    Arguments: works, the manager of Work; but_by, the key of the manual that asks.
    """
    return slug.lower() in RESERVED or works.filter(~Q(key=but_by), slug__iexact=slug).exists()
