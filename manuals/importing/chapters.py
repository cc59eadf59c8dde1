"""How the text of one chapter is read, the same for the preview and for the import itself."""

from django.utils.translation import gettext as _

from manuals.importing.links import Links
from manuals.importing.markdown import Reading, read_markdown
from manuals.importing.plan import Planned
from manuals.importing.report import ImportRefusedError

# In one chapter: readers wait for each comparison of two of its editions, and what that costs grows with their square.
MOST_BLOCKS = 1_000


def read_chapter(chapter: Planned, links: Links) -> Reading:
    """The blocks of a chapter, without its checklists. Raises ImportRefusedError for more than a page should hold."""
    text = chapter.source.text if chapter.source else ""
    reading = read_markdown(text, lambda address: links.tag(address, chapter))
    if len(reading.blocks) > MOST_BLOCKS:
        words = _("It has more than %(most)s headings and paragraphs. Divide it into several chapters.")
        raise ImportRefusedError([(chapter.file, words % {"most": MOST_BLOCKS})])
    return reading
