"""How an address becomes a square picture that a phone can scan."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Width of the empty edge, in squares: the standard asks for four.
EDGE = 4
SIZE = 240


def svg(text: str, *, label: str = "") -> SafeString:
    """The text as markup of a picture, black on white in every colour scheme.

    Arguments: text, at most 2,331 bytes; label, what is read aloud, otherwise that it is for the app. Of the text only
    the picture is written into the markup, never the text itself.
    """
    code = qrcode.QRCode(border=EDGE, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{}v{}H0z"/>'
        '<path fill="#000" d="{}"/></svg>',
        len(rows), len(rows), SIZE, SIZE, label or _("Picture to scan with the app"), len(rows), len(rows), dark,
    )  # fmt: skip
