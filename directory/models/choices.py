"""The closed lists of the directory: kinds of entry, of contact, states, answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an entry is. The last three are links: they stay out of the finder."""

    NOT_STATED = "", _("Not stated")
    NGO = "ngo", _("Organisation")
    COALITION = "coalition", _("Coalition")
    HELPLINE = "helpline", _("Helpline")
    FUND = "fund", _("Fund")
    LEGAL_NETWORK = "legal-network", _("Legal network")
    UNIT = "unit", _("Specialised unit")
    MECHANISM = "mechanism", _("Mechanism")
    NETWORK = "network", _("Network")
    CAMPAIGN = "campaign", _("Campaign")
    REFERENCE = "reference", _("Reference")


LINK_KINDS = (Kind.NETWORK, Kind.CAMPAIGN, Kind.REFERENCE)


class Level(models.TextChoices):
    """How far a mechanism reaches: the body that receives complaints."""

    NOT_STATED = "", _("Not stated")
    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional")
    INTERGOVERNMENTAL = "intergovernmental", _("Inter-governmental")


class Trigger(models.TextChoices):
    """When one may write to a mechanism."""

    NOT_STATED = "", _("Not stated")
    HAPPENED = "happened", _("It has happened")
    ONGOING = "ongoing", _("It is going on")
    IMMINENT = "imminent", _("It is about to happen")
    LAW = "law", _("A law or policy")


class Answer(models.TextChoices):
    """Three-valued: what nobody stated is not a no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not stated")


class Availability(models.TextChoices):
    OPEN = "open", _("Open")
    OVER_CAPACITY = "over-capacity", _("Over capacity")
    PAUSED = "paused", _("Temporarily closed")
    CLOSED = "closed", _("Closed")


class State(models.TextChoices):
    """Where an entry stands on its way. What the public sees follows from the vote, never from this alone."""

    NOMINATED = "nominated", _("Nominated")
    CHECKING = "checking", _("Being checked")
    NEEDS_INFORMATION = "needs-information", _("Needs information")
    LISTED = "listed", _("Listed")
    DUE = "due", _("Due for a new check")
    EXPIRED = "expired", _("Expired")
    DECLINED = "declined", _("Declined")
    SUSPENDED = "suspended", _("Suspended")
    DELISTED = "delisted", _("Taken off the list")


class ContactKind(models.TextChoices):
    """How somebody can be reached, safest first: the order here is the order on every page."""

    SIGNAL = "signal", "Signal"
    ONION = "onion", _("Form over Tor")
    OPENPGP = "openpgp", _("E-mail with OpenPGP")
    FORM = "form", _("Web form")
    WEBSITE = "website", _("Website")
    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    PHONE = "phone", _("Phone")
    POST = "post", _("Post")
    IN_PERSON = "in-person", _("In person")


class Privacy(models.TextChoices):
    """How private a way is, said in words beside its line."""

    PRIVATE = "private", pgettext_lazy("way to reach somebody", "private")
    PARTLY = "partly", pgettext_lazy("way to reach somebody", "partly private")
    NOT = "not", pgettext_lazy("way to reach somebody", "not private")


class ContactAudience(models.TextChoices):
    """Who may read a contact method that is kept back."""

    MEMBERS = "members", _("Members of the network")
    VETTERS = "vetters", _("Vetters")
