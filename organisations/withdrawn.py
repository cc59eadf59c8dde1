"""What stands in the place of a page or a file that was withdrawn for safety: why, for those who could read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from content.tree import path_and_above
from organisations.models import WithdrawnFile, WithdrawnPage
from organisations.models.withdrawal import Withdrawal
from organisations.permissions import readable_policies, withdrawn_known_to
from organisations.viewer import viewer_for


def is_closed(page: Page) -> bool:
    """Whether this page was withdrawn for safety, and nobody opened it again."""
    return WithdrawnPage.objects.filter(page_id=page.pk, closed=True).exists()


def is_locked_away(page: Page) -> bool:
    """The same of a page as it was just read. It is locked then, by nobody, so that no question is asked about all
    other pages of a list."""
    return page.locked and not page.locked_by_id and is_closed(page)


def in_place_of_page(page: Page, request: HttpRequest) -> HttpResponse | None:
    """The answer of an address whose page is withdrawn, for those who could read it; None for everybody else, and for
    a page that is not."""
    known = withdrawn_known_to(viewer_for(request), Page.objects.filter(pk=page.pk)).exists()
    if not known or Page.objects.filter(path__in=path_and_above(page.path), live=False).exists():
        return None
    return _answer(request, WithdrawnPage.objects.get(page_id=page.pk))


def in_place_of_draft(page: Page, request: HttpRequest) -> HttpResponse | None:
    """The same for somebody who was sent the address of a draft of the page, and could read that."""
    withdrawn = WithdrawnPage.objects.filter(page_id=page.pk, closed=True).first()
    return _answer(request, withdrawn) if withdrawn else None


def in_place_of_file(token: str, request: HttpRequest) -> HttpResponse | None:
    """The same for the address of a document."""
    readable = readable_policies(viewer_for(request))
    withdrawn = WithdrawnFile.objects.filter(token=token, policy__in=readable).first()
    return _answer(request, withdrawn) if withdrawn else None


def _answer(request: HttpRequest, withdrawn: Withdrawal) -> HttpResponse:
    response = render(request, "organisations/withdrawn.html", {"withdrawn": withdrawn}, status=410)
    response.headers["Cache-Control"] = "private, no-store"
    return response
