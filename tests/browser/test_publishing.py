"""The whole way of a campaign: drafted by a writer, approved by an editor, found by everybody, edited by a co-owner."""

import re

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import CampaignPage
from organisations.actions import agree_to_co_own, invite_co_owner
from tests.access.world import a_picture
from tests.factories import a_member, an_organisation
from tests.factories.sessions import an_app, code_of

PASSWORD = "a lantern behind the harbour"
TITLE = "A light in every window"
DEMAND = "Open the door for the eleven women who kept the list of the missing."


@pytest.fixture
def network(site):
    """Three organisations: one with a writer and an editor, one that will own the campaign too, one that will not."""
    first, second, third = an_organisation("Casa Faro"), an_organisation("Ushindi Circle"), an_organisation("Third")
    people = {
        "writer": a_member(first, "writer", password=PASSWORD),
        "editor": a_member(first, "editor"),
        "co-owner": a_member(second, "editor"),
        "stranger": a_member(third, "editor"),
    }
    an_app(people["writer"])
    return {"organisations": (first, second, third), "people": people}


def sign_in(page: Page, person) -> None:
    """Through the pages that a person uses: address, password, the six digits of their app."""
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code_of(person))
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def draft(page: Page) -> None:
    """Write the campaign as a person does, beginning at the first screen: our pages, a new one, its picture."""
    page.get_by_role("link", name="Our pages").first.click()
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("link", name="Campaign", exact=True).click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_demand").fill(DEMAND)
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("#id_image-chooser-upload-title").fill("Eleven windows")
    page.locator("#id_image-chooser-upload-file").set_input_files(
        {"name": "windows.png", "mimeType": "image/png", "buffer": a_picture().read()}
    )
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator("#id_picture-title")).to_have_text("Eleven windows")
    page.locator("#id_picture_alt").fill("A house front at night")


def preview(page: Page) -> str:
    """What the panel beside the form shows of the draft."""
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("iframe[title=Preview]").first
    expect(frame.get_by_role("heading", name=TITLE)).to_be_visible()
    return frame.locator(".demand").first.inner_text()


def submit(page: Page) -> None:
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name=re.compile("Submit")).first.click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def approve(page: Page) -> None:
    """Beginning at the first screen, which says what waits."""
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Approve and publish").first.click()
    page.get_by_label("Everybody").check()
    page.get_by_role("button", name="Approve and publish").last.click()
    expect(page.get_by_text("has been updated")).to_be_visible()


def found(page: Page) -> int:
    """How many results name the campaign."""
    return page.get_by_role("link", name=TITLE, exact=True).count()


def test_campaign_from_draft_to_co_owner(network, visit):
    _first, second, _third = network["organisations"]
    people = network["people"]
    writer = visit("/admin/")
    sign_in(writer, people["writer"])

    draft(writer)
    shown = preview(writer)
    submit(writer)

    campaign = CampaignPage.objects.get(title=TITLE)
    edit = f"/admin/pages/{campaign.pk}/edit/"
    stranger = visit(edit, by=people["stranger"])
    assert DEMAND in shown
    assert (campaign.live, TITLE in stranger.content()) == (False, False)
    assert TITLE not in visit("/en/campaigns/a-light-in-every-window/").content()
    assert found(visit("/en/search/?q=eleven+windows")) == 0

    approve(visit("/admin/", by=people["editor"]))

    assert DEMAND in visit("/en/campaigns/a-light-in-every-window/").content()
    assert found(visit("/en/search/?q=light+in+every+window")) == 1

    invite_co_owner(campaign, second, by=people["editor"])
    agree_to_co_own(campaign, second, by=people["co-owner"])
    co_owner = visit(edit, by=people["co-owner"])
    co_owner.locator("#id_demand").fill("Open the door today.")
    co_owner.get_by_role("button", name="More actions").first.click()
    co_owner.get_by_role("button", name="Publish").first.click()
    expect(co_owner.get_by_text("published").first).to_be_visible()

    assert "Open the door today." in visit("/en/campaigns/a-light-in-every-window/").content()
    assert TITLE not in visit(edit, by=people["stranger"]).content()
