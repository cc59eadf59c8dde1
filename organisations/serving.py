"""Whether a page, picture or file is handed out: asked of the same rows that lists and search ask."""

from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Exists, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from wagtail.models import Page, PageViewRestriction

from content.models import NetworkDocument, NetworkImage, NetworkRendition
from content.tree import path_and_above
from organisations import rules
from organisations.models import PageAccess
from organisations.permissions import own_files, readable_by
from organisations.viewer import VISITOR, Viewer, viewer_for
from organisations.withdrawn import in_place_of_file

PICTURE_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


def refuse_unreadable_page(page: Page, request: HttpRequest, args: list, kwargs: dict[str, Any]) -> None:
    """Answer a page that somebody may not read exactly like one that does not exist.

    Raises Http404. Wagtail's own check, which redirects to a sign-in page, would tell that there is something.
    """
    viewer, restrictions = viewer_for(request), _restrictions_on(page)
    found = readable_by(viewer, Page.objects.filter(pk=page.pk))
    is_restricted = found.values_list(Exists(restrictions), flat=True).first()
    if is_restricted is None:
        raise Http404
    # Wagtail's groups, which are asked once more, know no guests.
    restrictions = restrictions if is_restricted and not _let_in_as_guest(viewer, page) else restrictions.none()
    if any(not restriction.accept_request(request) for restriction in restrictions):
        raise Http404
    # Wagtail asks this page object the same again when it serves it.
    page.get_view_restrictions = lambda: restrictions


def _let_in_as_guest(viewer: Viewer, page: Page) -> bool:
    """Whether somebody who may read a page is a guest of it, or of what it depends on."""
    invited = {word for word in viewer.principals if word.startswith(rules.GUESTS)}
    if not invited:
        return False
    rule = PageAccess.objects.values_list("policy__rule", flat=True).get(page_id=page.pk)
    return any(not invited.isdisjoint(clause) for clause in rule)


def _restrictions_on(page: Page) -> QuerySet[PageViewRestriction]:
    """The restrictions on this page and above it, those of an alias being those of its source. One query where
    `Page.get_view_restrictions` needs two."""
    chain = path_and_above(page.path)
    return PageViewRestriction.objects.filter(Q(page__path__in=chain) | Q(page__aliases__path__in=chain)).distinct()


def media_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One picture by its unguessable name, for those who may read its collection or work on it.

    Raises Http404 for everybody else, and for names that are not of a picture.
    """
    if not name.isprintable():  # PostgreSQL cannot even be asked for some of these
        raise Http404
    rendition = NetworkRendition.objects.filter(file=name).select_related("image").first()
    pictures = (
        NetworkImage.objects.filter(pk=rendition.image_id) if rendition else NetworkImage.objects.filter(file=name)
    )
    if not _may_have(request, pictures, original=rendition is None):
        raise Http404
    content_type = PICTURE_TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    return _hand_out(name, content_type, is_public=rendition is not None and _is_public(pictures))


def document_file(request: HttpRequest, token: str, filename: str) -> HttpResponseBase:
    """One file by its unguessable token. Raises Http404 for everybody who may not read it."""
    documents = NetworkDocument.objects.filter(token=token)
    if not token.isprintable():
        raise Http404
    if not _may_have(request, documents, original=False):
        if withdrawn := in_place_of_file(token, request):
            return withdrawn
        raise Http404
    document = documents.get()
    response = _hand_out(str(document.file.name), "application/pdf", is_public=_is_public(documents))
    response.headers["Content-Disposition"] = f'attachment; filename="{document.filename}"'
    return response


def _may_have(request: HttpRequest, files: Any, *, original: bool) -> bool:
    if own_files(request.user, files).exists():
        return True
    return not original and readable_by(viewer_for(request), files).exists()


def _is_public(files: QuerySet) -> bool:
    return readable_by(VISITOR, files).exists()


def file_headers(*, is_public: bool) -> dict[str, str]:
    """What goes with the bytes of any file. Browsers keep only what everybody may read, and ask each time whether they
    still may; what is for some is on no disk when somebody takes the device."""
    return {
        "Cache-Control": "private, no-cache" if is_public else "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }


def _hand_out(name: str, content_type: str, *, is_public: bool) -> HttpResponseBase:
    headers = file_headers(is_public=is_public)
    if settings.MEDIA_ACCEL_PREFIX:
        if not default_storage.exists(name):
            raise Http404
        headers["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX}{name}"
        return HttpResponse(content_type=content_type, headers=headers)
    return FileResponse(opened(name), content_type=content_type, headers=headers)


def opened(name: str) -> File:
    """The bytes that are stored under this name. Raises Http404 when they are lost, whatever back-end stores them."""
    try:
        return default_storage.open(name, "rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
