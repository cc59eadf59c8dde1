"""How an organisation is opened with all that it begins with: a workspace in each language and a coordinator."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import Resolver404, resolve, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Site

from accounts.models import User
from organisations.actions.invitations import invite
from organisations.actions.workspaces import open_workspace, translate_workspace
from organisations.models import Invitation, Organisation
from organisations.roles import COORDINATOR

LONGEST_ADDRESS = 80


@dataclass(frozen=True)
class NewOrganisation:
    """What is known of an organisation before it is opened.

    name, as it writes itself; languages, codes of the site's languages, the first of which its workspace begins with;
    slug, the last part of its address, made from the name where it is empty; country, two letters or nothing.
    """

    name: str
    languages: tuple[str, ...]
    slug: str = ""
    acronym: str = ""
    country: str = ""

    @property
    def address(self) -> str:
        return self.slug or slugify(self.name)[:LONGEST_ADDRESS].strip("-")


def front_pages() -> dict[str, Page]:
    """The front page of the site in each language that has one, by its code and in the order of the site. Empty before
    the site is set up."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return {}
    fronts = site.root_page.get_translations(inclusive=True).select_related("locale").order_by("locale_id")
    return {front.locale.language_code: front for front in fronts}


@transaction.atomic
def open_organisation(new: NewOrganisation, *, by: User | None) -> Organisation:
    """Open an organisation with its workspace in these languages, its collections, groups and rights: all or nothing.

    Raises ValidationError, with the field that it is about, for a name or an address that is taken or cannot be used.
    """
    fronts = {code: front for code, front in front_pages().items() if code in new.languages}
    _refuse(new, fronts)
    first, *others = [fronts[code] for code in new.languages]
    organisation = open_workspace(
        name=new.name, home=first, by=by, slug=new.address, acronym=new.acronym, country=new.country
    )
    for front in others:
        translate_workspace(organisation, front.locale, by=by)
    return organisation


@transaction.atomic
def open_with_coordinator(
    new: NewOrganisation, *, email: str, language: str, by: User
) -> tuple[Organisation, Invitation]:
    """The same, and invite the first coordinator with a link in this language: all of it or nothing."""
    organisation = open_organisation(new, by=by)
    return organisation, invite(organisation, email=email, role=COORDINATOR, language=language, by=by)


def _refuse(new: NewOrganisation, fronts: dict[str, Page]) -> None:
    """Raises ValidationError when this organisation cannot be opened."""
    if not new.languages or set(new.languages) - set(fronts):
        raise ValidationError({"languages": _("Choose languages that the site has.")})
    if not new.address:
        raise ValidationError({"slug": _("Give an address in Latin letters: it cannot be made from this name.")})
    # Asked with a lock on what comes first in every list, so that of two who open the same one the second is told so.
    list(Page.objects.select_for_update().filter(pk__in=[front.pk for front in fronts.values()]))
    if Organisation.objects.filter(name__iexact=new.name).exists():
        raise ValidationError({"name": _("There is an organisation of this name or address already.")})
    below = Q(pk__in=[])
    for front in fronts.values():
        below |= Q(path__startswith=front.path, depth=front.depth + 1, slug=new.address)
    is_taken = Organisation.objects.filter(slug=new.address).exists() or Page.objects.filter(below).exists()
    if is_taken or any(_leads_elsewhere(new.address, code) for code in fronts):
        raise ValidationError({"slug": _("This address is taken already. Choose another one.")})


def _leads_elsewhere(slug: str, code: str) -> bool:
    """Whether the site itself answers at the address that the workspace would have."""
    with override(code):
        try:
            return resolve(f"{reverse('wagtail_serve', args=[''])}{slug}/").url_name != "wagtail_serve"
        except Resolver404:
            return False
