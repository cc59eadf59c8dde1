"""Who owns what, who belongs where, and who may read."""

from organisations.models.access import AccessPolicy, CollectionAccess, PageAccess
from organisations.models.audit import AuditEntry, AuditHead
from organisations.models.guests import Guest, SharedDraft, who_answers, with_standing
from organisations.models.ownership import CoOwner, Organisation, OrganisationGroup, OrganisationPage
from organisations.models.people import Appointment, Circle, CircleMembership, Invitation, Membership
from organisations.models.review import OwnersApproval
from organisations.models.withdrawal import WithdrawnFile, WithdrawnPage

__all__ = [
    "AccessPolicy",
    "Appointment",
    "AuditEntry",
    "AuditHead",
    "Circle",
    "CircleMembership",
    "CoOwner",
    "CollectionAccess",
    "Guest",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationGroup",
    "OrganisationPage",
    "OwnersApproval",
    "PageAccess",
    "SharedDraft",
    "WithdrawnFile",
    "WithdrawnPage",
    "who_answers",
    "with_standing",
]
