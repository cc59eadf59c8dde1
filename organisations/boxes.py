"""What the box of a picture or file that was chosen tells in the editor: of what somebody may not see, only that it is
there. A page may name such a thing from a time when it was public, or from an older version of the page."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from content.models import NetworkDocument, NetworkImage
from organisations.offers import CLOSED
from organisations.permissions import own_files, readable_by
from organisations.viewer import viewer_of
from organisations.wall.middleware import asking

# In place of the small picture: an address that leads nowhere, and makes no size of it.
NO_PICTURE = {"url": "data:,", "width": 0, "height": 0}


def tell_only_what_may_be_seen() -> None:
    """Change Wagtail's boxes; called once, when the site starts."""
    from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
    from wagtail.documents.widgets import AdminDocumentChooser
    from wagtail.images.widgets import AdminImageChooser

    for box in (AdminImageChooser, AdminDocumentChooser):
        box.get_value_data_from_instance = _closed_to_others(box.get_value_data_from_instance)
    linked = DocumentLinkElementHandler.get_attribute_data

    def get_attribute_data(self: Any, attrs: dict[str, str]) -> dict[str, Any]:
        named = NetworkDocument.objects.filter(pk=attrs["id"]) if attrs.get("id", "").isdigit() else None
        return linked(self, attrs) if named is None or may_be_seen(named) else {"id": int(attrs["id"])}

    DocumentLinkElementHandler.get_attribute_data = get_attribute_data


def _closed_to_others(stock: Callable[[Any, Any], dict[str, Any]]) -> Callable[[Any, Any], dict[str, Any]]:
    def get_value_data_from_instance(self: Any, instance: NetworkImage | NetworkDocument) -> dict[str, Any]:
        if may_be_seen(type(instance).objects.filter(pk=instance.pk)):
            return stock(self, instance)
        told = {"id": instance.pk, "edit_url": None, self.display_title_key: str(CLOSED)}
        return told | {"preview": NO_PICTURE, "default_alt_text": ""}

    return get_value_data_from_instance


def may_be_seen(files: QuerySet) -> bool:
    """Whether whoever is asking may see these pictures or documents: their own, or what they may read."""
    person = asking.get()
    if person is None:
        return False
    # Nobody is in the admin without a second factor.
    return own_files(person, files).exists() or readable_by(viewer_of(person, second_factor=True), files).exists()
