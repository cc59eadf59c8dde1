"""How tests make campaigns and their updates."""

import io
import itertools
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page

from campaigns.models import CampaignPage, CampaignUpdatePage
from content.models import NetworkImage
from content.terms import Term
from organisations.models import CoOwner, Organisation
from tests.factories import workspace_of

_number = itertools.count(1)


def a_campaign(parent: Page | Organisation, title: str = "", *, live: bool = True, **fields: object) -> CampaignPage:
    """A published campaign in this workspace; with live=False a draft."""
    parent = workspace_of(parent) if isinstance(parent, Organisation) else parent
    fields.setdefault("demand", "Open the door for the eleven women.")
    fields.setdefault("began_on", date(2026, 3, 8))
    terms = fields.pop("terms", ())
    campaign = CampaignPage(title=title or f"Campaign {next(_number)}", live=live, locale=parent.locale, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=campaign)
    campaign.terms = terms
    campaign.save()
    campaign.save_revision(changed=not live)
    return campaign


def an_update(campaign: CampaignPage, title: str = "", *, live: bool = True, **fields: object) -> CampaignUpdatePage:
    """A published update of this campaign; with live=False a draft."""
    fields.setdefault("day", date(2026, 5, 14))
    update = CampaignUpdatePage(title=title or f"Update {next(_number)}", live=live, locale=campaign.locale, **fields)
    Page.objects.get(pk=campaign.pk).add_child(instance=update)
    update.save_revision(changed=not live)
    return update


def co_owned(campaign: CampaignPage) -> Organisation:
    """A further organisation that agreed to own this campaign; it has no workspace, for tests that need many."""
    number = next(_number)
    organisation = Organisation.objects.create(name=f"Co-owner {number}", slug=f"co-owner-{number}")
    CoOwner.objects.create(page_id=campaign.pk, organisation=organisation, agreed_at=timezone.now())
    return organisation


def a_translation(page: Page, code: str, **fields: object) -> Page:
    """This page in another language, published; its parent must exist in that language."""
    translated = page.copy_for_translation(Locale.objects.get(language_code=code))
    for name, value in fields.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return type(page).objects.get(pk=translated.pk)


def a_term(branch: str, code: str, label: str = "") -> Term:
    """A shared word, which may be there already."""
    return Term.objects.get_or_create(branch=branch, code=code, defaults={"label": label or code})[0]


def a_picture(collection, *, width: int = 1600, height: int = 1000) -> NetworkImage:
    """A picture of noise, which is the hardest to make light."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG")
    return NetworkImage.objects.create(
        title="Noise", file=ContentFile(out.getvalue(), name="noise.jpg"), collection=collection
    )
