"""What an organisation takes with it: its pages to read and as data, its pictures and files, and its own records.

An app that keeps records of organisations registers a Wagtail hook:

    @hooks.register("export_of_organisation")
    def own_records(organisation): ...

which yields the name of each further file in the archive, and its bytes.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail import hooks
from wagtail.models import Page

from content.models import NetworkDocument, NetworkImage
from organisations.models import AuditEntry, Organisation

STILL_NEW = timedelta(days=1)
Member = tuple[str, bytes]
# Remarks and names of people, who may be a co-owner's.
ABOUT_OTHERS = frozenset({"wagtail_admin_comments", "owner", "locked_by", "co_owners", "latest_revision"})


def archive_of(organisation: Organisation) -> bytes:
    """A ZIP of everything that this organisation owns, and of nothing that anybody else does.

    pages/<language>/<path>/: page.html as it was published, page.json with every column, draft.json where a newer
    version waits; files/: pictures and documents as they are stored, each with its titles in files.json.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(organisation):
            archive.writestr(name, content)
    return out.getvalue()


def was_handed_out(organisation: Organisation) -> bool:
    """Whether the archive of this organisation was saved in the last day."""
    exported = AuditEntry.objects.filter(action="organisation.exported", organisation=organisation.uuid)
    return exported.filter(at__gt=timezone.now() - STILL_NEW).exists()


def _members(organisation: Organisation) -> Iterator[Member]:
    for page in Page.objects.filter(access__owner=organisation).order_by("path").specific():
        yield from _of_page(page)
    yield from _files(organisation)
    for hook in hooks.get_hooks("export_of_organisation"):
        yield from hook(organisation)


def _of_page(page: Page) -> Iterator[Member]:
    # Below the workspace, which has the same address in every language.
    folder = f"pages/{page.locale.language_code}/{'/'.join(page.url_path.strip('/').split('/')[1:])}"
    with translation.override(page.locale.language_code):
        yield f"{folder}/page.html", render_to_string("organisations/exported.html", {"page": page}).encode()
    yield f"{folder}/page.json", as_json(_own(page.serializable_data()))
    if page.has_unpublished_changes and page.latest_revision:
        yield f"{folder}/draft.json", as_json(_own(page.latest_revision.content))


def _own(content: dict[str, Any]) -> dict[str, Any]:
    """What a page says, without what people of its co-owners remarked beside it and who they are."""
    return {name: value for name, value in content.items() if name not in ABOUT_OTHERS}


def _files(organisation: Organisation) -> Iterator[Member]:
    told = []
    for model in (NetworkImage, NetworkDocument):
        for file in model.objects.filter(collection__access__owner=organisation).order_by("pk"):
            name, storage = str(file.file.name).rsplit("/", 1)[-1], file.file.storage
            told.append({"file": name, "title": file.title, "description": getattr(file, "description", "")})
            if storage.exists(str(file.file.name)):  # a file that is gone from the disk keeps nobody from leaving
                with file.file.open("rb") as stored:
                    yield f"files/{name}", stored.read()
    yield "files/files.json", as_json(told)


def as_json(data: object) -> bytes:
    """Data as a file for people and machines."""
    return json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder).encode()
