"""What happens to entries: they are proposed, edited, voted, listed, complained of, taken down, and they run out."""

from directory.actions.editing import Change, ContactDraft, draft_entry, nominate_entry, save_entry
from directory.actions.expiry import expire_entries
from directory.actions.reports import forget_problems, handle_problem, report_problem
from directory.actions.restricted import drop_contact, keep_contact
from directory.actions.takedown import confirm_suspension, delist_entry, hide_contact, show_contact, suspend_entry
from directory.actions.triage import start_triage, write_triage
from directory.actions.vetting import (
    ask_for_information,
    cast_vote,
    declare_conflict,
    decline_entry,
    reopen_entry,
    start_checking,
)
from directory.actions.withdrawal import withdraw_contact, withdraw_entry

__all__ = [
    "Change",
    "ContactDraft",
    "ask_for_information",
    "cast_vote",
    "confirm_suspension",
    "declare_conflict",
    "decline_entry",
    "delist_entry",
    "draft_entry",
    "drop_contact",
    "expire_entries",
    "forget_problems",
    "handle_problem",
    "hide_contact",
    "keep_contact",
    "nominate_entry",
    "reopen_entry",
    "report_problem",
    "save_entry",
    "show_contact",
    "start_checking",
    "start_triage",
    "suspend_entry",
    "withdraw_contact",
    "withdraw_entry",
    "write_triage",
]
