"""What this app adds to Wagtail: its own ways of writing links, files and pictures inside rich text, and a few
rules for its screens."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from content.rich_text import FileLink, LinkOut, PageLink, PictureInText


# After Wagtail's own, which these replace.
@hooks.register("register_rich_text_features", order=100)
def register_links(features) -> None:
    for handler in (PageLink, FileLink, LinkOut):
        features.register_link_type(handler)
    features.register_embed_type(PictureInText)


@hooks.register("insert_global_admin_css")
def mend_screens() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
