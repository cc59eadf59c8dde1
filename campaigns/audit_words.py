"""What the audit log calls that which happens to campaigns, by the word under which it is recorded."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "campaign.closed": _("Campaign closed"),
    "campaign.reopened": _("Campaign opened again"),
    "campaign.won": _("Campaign won"),
}
