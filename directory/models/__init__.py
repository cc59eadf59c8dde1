"""Who can help, how they are reached, and what is kept of vetting them."""

from directory.models.choices import (
    LINK_KINDS,
    Answer,
    Availability,
    ContactAudience,
    ContactKind,
    Kind,
    Level,
    Privacy,
    State,
    Trigger,
)
from directory.models.contacts import RANK, ContactMethod, HiddenContact, RestrictedContact, Secret
from directory.models.entry import Entry
from directory.models.imports import ImportRun
from directory.models.reports import Problem, ProblemReport
from directory.models.triage import TriagePage
from directory.models.vetting import DeclaredConflict, EntryVersion, ListedState, Suspension, Vote
from directory.models.withdrawal import Withdrawal

__all__ = [
    "LINK_KINDS",
    "RANK",
    "Answer",
    "Availability",
    "ContactAudience",
    "ContactKind",
    "ContactMethod",
    "DeclaredConflict",
    "Entry",
    "EntryVersion",
    "HiddenContact",
    "ImportRun",
    "Kind",
    "Level",
    "ListedState",
    "Privacy",
    "Problem",
    "ProblemReport",
    "RestrictedContact",
    "Secret",
    "State",
    "Suspension",
    "TriagePage",
    "Trigger",
    "Vote",
    "Withdrawal",
]
