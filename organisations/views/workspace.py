"""Where an editor's work begins: their own workspace, in place of the tree of everybody's pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.models import Page

from organisations.models import OrganisationPage, OwnersApproval
from organisations.permissions import organisations_of
from organisations.roles import COORDINATOR, EDITOR, WRITER


def workspaces_of(person) -> list[OrganisationPage]:
    """The workspace pages of the person's organisations, in the order of organisations and languages."""
    mine = organisations_of(person, WRITER, EDITOR, COORDINATOR)
    return list(
        OrganisationPage.objects.filter(organisation__in=mine)
        .select_related("organisation", "locale")
        .order_by("organisation__name", "locale_id")
    )


def choose_workspace(request: HttpRequest) -> HttpResponse:
    """Go to the one workspace of this person, or ask which when there are several.

    Raises Http404 for somebody who works in no organisation.
    """
    workspaces = workspaces_of(request.user)
    if not workspaces:
        raise Http404
    if len(workspaces) == 1:
        return redirect("wagtailadmin_explore", workspaces[0].pk)
    return render(request, "organisations/admin/choose_workspace.html", {"workspaces": workspaces})


def review_queue(person) -> list[Page]:
    """The pages that wait for this person's approval, longest first. Three queries."""
    states = [
        state
        for task in OwnersApproval.objects.all()
        for state in task.get_task_states_user_can_moderate(person).select_related("workflow_state", "revision")
    ]
    pages = Page.objects.in_bulk([int(state.workflow_state.object_id) for state in states])
    states.sort(key=lambda state: state.started_at)
    return [pages[pk] for pk in (int(state.workflow_state.object_id) for state in states) if pk in pages]
