"""How all of the demonstration is made, in the order in which a network comes to be."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from demonstration.actions.campaigns import make_campaigns
from demonstration.actions.entries import make_entries
from demonstration.actions.manual import make_manual
from demonstration.actions.organisations import make_circle, make_organisations
from demonstration.actions.pages import make_pages
from demonstration.actions.people import appoint_network, make_people
from demonstration.actions.triage import make_triage


def make_demonstration() -> None:
    """Make the demonstration network, or what of it is not there yet; what is there is left as people have it.

    Each thing is made as a whole or not at all, so that a run that was broken off is completed by the next one.
    Raises ImproperlyConfigured outside the development settings, ValidationError when an address of the demonstration
    belongs to a real account.
    """
    if not settings.DEMONSTRATION:
        raise ImproperlyConfigured("The demonstration exists only with the development settings.")
    with translation.override(settings.LANGUAGE_CODE):
        people = make_people()
        appoint_network(people)
        organisations = make_organisations(people)
        make_pages(people, organisations, make_circle(people))
        make_campaigns(people, organisations)
        make_entries(people, organisations)
        make_manual(people, organisations)
        make_triage()
