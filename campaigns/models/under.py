"""How a page comes to answer under /campaigns/, whatever workspace it stands in."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from campaigns import addresses

if TYPE_CHECKING:  # it stands before a page type, and is none itself
    from wagtail.models import Locale, Page
else:
    Page = object


class UnderCampaigns(Page):
    """A page with an address of its own. Its address in the workspace leads there, once the hooks that guard pages
    have let the reader through. An alias keeps the address of the workspace it stands in."""

    if TYPE_CHECKING:  # fields of Wagtail's that the checker does not find behind two bases
        slug: str
        locale: Locale

    @property
    def own_slugs(self) -> tuple[str, ...]:
        """What stands after /campaigns/ in its address."""
        raise NotImplementedError

    def path_in(self, language: str) -> str:
        """Its address from the root of the site, when this is the language it is written in; asks no database."""
        return addresses.path_to(language, *self.own_slugs)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple | None:
        parts = super().get_url_parts(request)
        return parts if self.alias_of_id else addresses.moved(parts, *self.own_slugs)

    def serve(
        self, request: HttpRequest, *args: object, at_own_address: bool = False, **kwargs: object
    ) -> HttpResponse:
        if at_own_address or self.alias_of_id:
            return super().serve(request, *args, **kwargs)
        # For the time being only: a browser keeps a lasting redirect, and with it what its owner read.
        return HttpResponseRedirect(self.get_url(request))
