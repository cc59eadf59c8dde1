"""The screen where the owners of a campaign say how it ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.requests import person_of
from campaigns.actions import close_campaign, reopen_campaign, win_campaign
from campaigns.forms import EndingForm
from campaigns.models import CampaignPage, State
from organisations.permissions import publishable_pages


def end(request: HttpRequest, page_id: int) -> HttpResponse:
    """Win, close or reopen a campaign. Raises Http404 for those who may not publish it."""
    mine = CampaignPage.objects.filter(pk__in=publishable_pages(request.user))
    campaign: CampaignPage = get_object_or_404(mine.select_related("access__owner"), pk=page_id)
    if request.method == "POST" and request.POST.get("step") == "reopen":
        reopen_campaign(campaign, by=person_of(request))
        messages.success(request, _("How it ended is taken back."))
        return redirect("wagtailadmin_pages:edit", campaign.pk)
    form = EndingForm(
        request.POST or None,
        began_on=campaign.began_on,
        initial={"outcome": campaign.outcome, "on": campaign.ended_on, "words": campaign.outcome_words},
    )
    if request.method == "POST" and form.is_valid():
        _act(campaign, form, request)
        messages.success(request, _("It is written down, in all languages of the campaign."))
        return redirect("wagtailadmin_pages:edit", campaign.pk)
    return render(request, "campaigns/admin/end.html", {"page": campaign, "form": form, "state": campaign.state()})


def _act(campaign: CampaignPage, form: EndingForm, request: HttpRequest) -> None:
    action = win_campaign if form.cleaned_data["outcome"] == State.WON else close_campaign
    action(campaign, by=person_of(request), on=form.cleaned_data["on"], words=form.cleaned_data["words"])
