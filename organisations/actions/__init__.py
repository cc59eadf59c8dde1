"""What happens to organisations, their people, their pages and who may read them."""

from organisations.actions.audiences import Audience, audience_of, set_audience, set_files_audience
from organisations.actions.circles import (
    admit_to_circle,
    close_circle,
    end_circle_membership,
    open_circle,
    rename_circle,
)
from organisations.actions.co_owners import agree_to_co_own, end_co_ownership, invite_co_owner
from organisations.actions.people import admit_member, appoint, end_appointment, end_membership
from organisations.actions.workspaces import (
    open_workspace,
    reinstate_organisation,
    suspend_organisation,
    translate_workspace,
)

__all__ = [
    "Audience",
    "admit_member",
    "admit_to_circle",
    "agree_to_co_own",
    "appoint",
    "audience_of",
    "close_circle",
    "end_appointment",
    "end_circle_membership",
    "end_co_ownership",
    "end_membership",
    "invite_co_owner",
    "open_circle",
    "open_workspace",
    "reinstate_organisation",
    "rename_circle",
    "set_audience",
    "set_files_audience",
    "suspend_organisation",
    "translate_workspace",
]
