"""Where an editor's work begins: their own workspace, or the network's own pages for the secretariat, in place of the
tree of everybody's pages; and where it goes on when a page is done."""

from itertools import groupby

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from content.tree import path_right_above
from organisations.models import OrganisationPage, OwnersApproval
from organisations.permissions import network_pages, organisation_pages, organisations_of
from organisations.roles import WRITING

# Somebody may work for hundreds of organisations, each in several languages.
AT_ONCE = 50


def workspaces_of(person) -> QuerySet[OrganisationPage]:
    """The workspace pages of the person's organisations, in the order of organisations and languages."""
    mine = organisations_of(person, *WRITING)
    return (
        OrganisationPage.objects.filter(organisation__in=mine)
        .select_related("organisation", "locale")
        .order_by("organisation__name", "locale_id")
    )


def network_rows(person) -> list[list[Page | None]]:
    """The network's own pages that this person may change: one row for each page, with it in each language of the site
    in their order, None where it does not exist. One query for the pages, whatever their number."""
    pages = network_pages(person).select_related("locale").order_by("path")
    order = {row.translation_key: number for number, row in reversed(list(enumerate(pages)))}
    together = groupby(
        sorted(pages, key=lambda page: order[page.translation_key]), key=lambda page: page.translation_key
    )
    by_language = [{page.locale.language_code: page for page in row} for _key, row in together]
    return [[row.get(code) for code, _name in settings.LANGUAGES] for row in by_language]


def choose_workspace(request: HttpRequest) -> HttpResponse:
    """Go to the one workspace of this person, or ask which when there are several; the secretariat is shown the
    network's own pages as well.

    Raises Http404 for somebody who has neither.
    """
    rows = network_rows(request.user)
    page = Paginator(workspaces_of(request.user), AT_ONCE).get_page(request.GET.get("p"))
    if not page.object_list and not rows:
        raise Http404
    if page.paginator.count == 1 and not rows:
        return redirect("wagtailadmin_explore", page.object_list[0].pk)
    context = {"page": page, "workspaces": page.object_list, "rows": rows, "languages": settings.LANGUAGES}
    return render(request, "organisations/admin/choose_workspace.html", context)


def back_from(page: Page, person: User) -> str:
    """Where work goes on when a page is done: the list in which it stands, when that is the person's own."""
    above = (
        organisation_pages(person, *WRITING)
        .filter(path=path_right_above(page.path))
        .values_list("pk", flat=True)
        .first()
    )
    return reverse("wagtailadmin_explore", args=[above]) if above else reverse("organisations_admin:workspace")


def review_queue(person) -> list[Page]:
    """The pages that wait for this person's approval, longest first, each with the step at which it waits, `waits_at`.
    Three queries."""
    states = [
        state
        for task in OwnersApproval.objects.all()
        for state in task.get_task_states_user_can_moderate(person).select_related("workflow_state", "revision")
    ]
    pages = Page.objects.in_bulk([int(state.workflow_state.object_id) for state in states])
    for state in states:
        if page := pages.get(int(state.workflow_state.object_id)):
            page.waits_at = state.task_id
    states.sort(key=lambda state: state.started_at)
    return [pages[pk] for pk in (int(state.workflow_state.object_id) for state in states) if pk in pages]
