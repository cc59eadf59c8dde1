"""What every change of the listed state must tell: kept pages are forgotten, and search learns of it."""

from content.page_cache import forget_kept_pages
from directory.models import Entry
from search.actions import refresh


def announce(entry: Entry) -> None:
    """Called inside the transaction of whatever changed what people can see of this entry."""
    forget_kept_pages()
    refresh(entry)
