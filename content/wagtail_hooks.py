"""What this app adds to Wagtail: its own ways of writing links, files and pictures inside rich text."""

from wagtail import hooks

from content.rich_text import FileLink, LinkOut, PageLink, PictureInText


# After Wagtail's own, which these replace.
@hooks.register("register_rich_text_features", order=100)
def register_links(features) -> None:
    for handler in (PageLink, FileLink, LinkOut):
        features.register_link_type(handler)
    features.register_embed_type(PictureInText)
