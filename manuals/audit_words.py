"""What the audit log calls that which happens to manuals and their editions, by the word under which it is recorded."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "correction.dropped": _("Proposed correction dropped"),
    "correction.proposed": _("Correction proposed"),
    "correction.published": _("Correction published"),
    "edition.released": _("Edition released"),
    "edition.rescheduled": _("Moment of a release changed"),
    "edition.schedule_cancelled": _("Waiting release cancelled"),
    "edition.schedule_refused": _("Edition not released at its moment"),
    "edition.scheduled": _("Moment set for a release"),
    "edition.withdrawn": _("Edition withdrawn"),
    "edition.withdrawn_for_safety": _("Edition withdrawn for safety"),
    "manual.imported": _("Manual imported"),
}
