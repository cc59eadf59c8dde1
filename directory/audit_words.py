"""What the audit log calls that which happens to entries of the directory, by the word under which it is recorded."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "directory.imported": _("Directory imported"),
    "entry.checking": _("Checking of an entry begun"),
    "entry.conflict_declared": _("Conflict of interest declared"),
    "entry.contact_hidden": _("Contact hidden"),
    "entry.contact_shown": _("Contact shown again"),
    "entry.contact_withdrawn_for_safety": _("Contact withdrawn for safety"),
    "entry.declined": _("Entry declined"),
    "entry.delisted": _("Entry taken off the list"),
    "entry.drafted": _("Entry drafted"),
    "entry.due": _("Entry due to be checked again"),
    "entry.edited": _("Entry changed"),
    "entry.expired": _("Entry no longer listed, because nobody checked it"),
    "entry.imported": _("Entry imported"),
    "entry.listed": _("Entry listed"),
    "entry.needs_information": _("Information asked about an entry"),
    "entry.nominated": _("Entry nominated"),
    "entry.problem_handled": _("Report of a problem handled"),
    "entry.problems_forgotten": _("Old reports of problems deleted"),
    "entry.reopened": _("Checking of an entry begun anew"),
    "entry.restricted_contact_proposed": _("Restricted contact proposed"),
    "entry.restricted_contact_withdrawn": _("Restricted contact withdrawn"),
    "entry.suspended": _("Entry suspended"),
    "entry.suspension_confirmed": _("Suspension of an entry confirmed"),
    "entry.suspension_lapsed": _("Suspension of an entry lapsed"),
    "entry.voted": _("Vote on an entry"),
    "entry.withdrawn_at_source": _("Entry no longer in the imported file"),
    "entry.withdrawn_for_safety": _("Entry withdrawn for safety"),
}
