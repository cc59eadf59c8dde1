"""The page that asks what is happening: steps of links, and ends where somebody answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from content.models import NetworkPage
from directory.blocks import TRIAGE_BLOCKS, places_of
from directory.triage import faults


class TriagePage(NetworkPage):
    """“What is happening to you?” in one language, with all its steps: links alone, and nothing is remembered.

    The whole of it is one page, so that no reader ever meets half of a change, and each way through it can be checked
    when it is saved. Each step has an address below that of the page.
    """

    steps = StreamField(
        TRIAGE_BLOCKS,
        verbose_name=_("steps and ends"),
        blank=True,
        help_text=_("The first step is what everybody sees. Each choice names the step or end that it leads to."),
    )

    content_panels = [*NetworkPage.content_panels, FieldPanel("steps")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "directory/triage.html"

    class Meta:
        verbose_name = _("triage")
        verbose_name_plural = _("triages")

    def clean(self) -> None:
        """Raises ValidationError for a circle or a dead end, by whichever way the page is saved."""
        super().clean()
        for sentences in faults(places_of(self.steps)).values():
            raise ValidationError({"steps": sentences})

    def step(self, name: str) -> StreamValue.StreamChild | None:
        """The step or end with this name, the first one when the name is empty; None when there is none."""
        return next((block for block in self.steps if name in ("", block.value["name"])), None)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if len(path_components) != 1 or not self.live or self.step(path_components[0]) in (None, self.step("")):
            return super().route(request, path_components)
        return RouteResult(self, kwargs={"name": path_components[0]})

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> TemplateResponse:
        """One step or end. Kept nowhere: what somebody chose is theirs."""
        response = super().serve(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def get_context(self, request: HttpRequest, *args: object, name: str = "", **kwargs: object) -> dict[str, Any]:
        from directory.contexts import triage_context  # asks for entries, which need this app's models

        if self.step(name) is None:
            raise Http404
        return super().get_context(request, *args, **kwargs) | triage_context(self, request, name)

    # -- Preview ---------------------------------------------------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Each step and each end can be looked at before it is published."""
        names = [block.value["name"] for block in self.steps if block.value["name"]]
        return [(name, name) for name in dict.fromkeys(names)] or [("", str(_("Nothing yet")))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        return self.serve(request, name=mode_name if self.step(mode_name) else "")
