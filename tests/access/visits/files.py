"""Visits to the screens on which pictures and documents are chosen, uploaded and looked after."""

from tests.access.visits.visit import Visit, to
from tests.access.world import Side, a_pdf, a_picture


def visits(side: Side, role: str) -> list[Visit]:
    picture = _upload(side, "image-chooser-upload", a_picture())
    document = _upload(side, "document-chooser-upload", a_pdf())
    return [
        to("wagtailimages_chooser:choose"),
        to("wagtailimages_chooser:choose_results"),
        to("wagtailimages_chooser:chosen", side.things["image"].pk),
        to("wagtailimages_chooser:create", method="post", **picture),
        to("organisations_admin:withdraw_picture", side.things["public image"].pk),
        to("organisations_admin:withdraw_document", side.things["public document"].pk),
        to("wagtaildocs_chooser:choose"),
        to("wagtaildocs_chooser:choose_results"),
        to("wagtaildocs_chooser:chosen", side.things["document"].pk),
        to("wagtaildocs_chooser:create", method="post", **document),
        *_screens(side, "picture", side.things["image"].pk),
        *_screens(side, "document", side.things["document"].pk),
    ]


def _screens(side: Side, kind: str, pk: int) -> list[Visit]:
    """The list, narrowed down to a collection of this side, and what can be done there. Nothing is changed: what was
    sent lacks something."""
    own = side.organisation.own_files_id
    return [
        to(f"organisations_admin:{kind}s", collection_id=own),
        to(f"organisations_admin:{kind}_add", method="post", collection=own),
        to(f"organisations_admin:{kind}", pk),
        to(f"organisations_admin:{kind}", pk, method="post", title=""),
        to(f"organisations_admin:{kind}_delete", pk),
        to(f"organisations_admin:{kind}_delete", pk, method="post", seen="0"),
        to(f"organisations_admin:{kind}_readers", pk),
        to(f"organisations_admin:{kind}_readers", pk, method="post", collection=own, seen="0"),
        to(f"organisations_admin:{kind}_usage", pk),
    ]


def _upload(side: Side, prefix: str, file: object) -> dict[str, object]:
    sent = {"title": "New", "collection": side.organisation.own_files.pk, "file": file}
    return {f"{prefix}-{name}": value for name, value in sent.items()}
