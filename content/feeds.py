"""How plain words stand in a feed: as words, whatever signs somebody wrote in them."""

import re

from django.utils.html import escape

# What XML 1.0 cannot hold (section 2.2), and for which no feed at all would be written.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def plain(words: str) -> str:
    """A title or name, which feed readers show as it is."""
    return NOT_XML.sub(" ", words)


def as_html(words: str) -> str:
    """A summary, which Django marks as HTML: markup that somebody wrote in it would be shown, and pictures fetched from
    elsewhere by everybody who follows the feed."""
    return escape(plain(words))
