"""What the site answers beside its pages: the member organisations, the way out, what crawlers ask for."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.listings import member_organisations, public_pages
from home.models import SiteSettings
from organisations.viewer import viewer_for


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations that publish this site together."""
    members = member_organisations(viewer_for(request), get_language())
    return render(request, "home/organisations.html", {"members": members})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, have the browser forget what it kept of this site, and go to an ordinary page.

    A plain link, so that it works without script. That a GET ends a session does no harm: whoever tricks somebody
    into it has only signed them out.
    """
    address = SiteSettings.load(request).leave_address
    if not request.session.is_empty():
        logout(request)
    response = HttpResponseRedirect(address)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages that every visitor may read, and no others."""
    pages = public_pages(request)
    return render(request, "home/sitemap.xml", {"pages": pages}, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone, and where the map of public pages is."""
    return render(request, "home/robots.txt", content_type="text/plain; charset=utf-8")
