"""How a page was reviewed, and by whom; those who are not of its owners by their part."""

from functools import cached_property
from typing import Any

from wagtail.admin.views.pages.history import WorkflowHistoryDetailView, WorkflowHistoryView
from wagtail.models import Revision, WorkflowState

from organisations.naming import Names


class Reviews(WorkflowHistoryView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        names = Names(self.object)
        for state in context["workflow_states"]:
            state.requested_by = names.stand_in(state.requested_by)
        return context


class Review(WorkflowHistoryDetailView):
    @cached_property
    def names(self) -> Names:
        return Names(self.object)

    @cached_property
    def workflow_state(self) -> WorkflowState:
        state = super().workflow_state
        state.requested_by = self.names.stand_in(state.requested_by)
        return state

    @cached_property
    def revisions(self) -> list[Revision]:
        versions = list(super().revisions)
        for version in versions:
            version.user = self.names.stand_in(version.user)
        return versions

    @cached_property
    def task_states_by_revision(self) -> list[tuple]:
        rows = super().task_states_by_revision
        for _revision, states in rows:
            for state in filter(None, states):
                state.finished_by = self.names.stand_in(state.finished_by)
        return rows

    @cached_property
    def timeline(self) -> list[dict[str, Any]]:
        lines = super().timeline
        for line in lines:
            if state := line.get("task_state"):
                state.finished_by = self.names.stand_in(state.finished_by)
        return lines
