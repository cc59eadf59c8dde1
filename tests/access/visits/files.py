"""Visits to the screens on which pictures and documents are chosen and uploaded."""

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
    ]


def _upload(side: Side, prefix: str, file: object) -> dict[str, object]:
    sent = {"title": "New", "collection": side.organisation.own_files.pk, "file": file}
    return {f"{prefix}-{name}": value for name, value in sent.items()}
