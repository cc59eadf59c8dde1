"""The results page. What is looked for may come in the body of a form, so that it stands in no address and no log."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.page_cache import reads_query
from organisations.viewer import Viewer, viewer_for
from search.facets import facets_of
from search.forms import Asked, asked
from search.query import PAGE_SIZE, AuthorisedQuery
from search.results import Answer, answer, grouped, has_older_editions


# Asking changes nothing, so there is nothing to forge, and a visitor needs no cookie for it.
@reads_query
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """What the viewer may read of what they look for, or of everything: in their language, unless they choose others.

    Raises Http404 for a page of the answer that does not exist.
    """
    wish = asked(request.POST if request.method == "POST" else request.GET)
    languages = wish.chosen.get("language", (get_language() or "",))
    given = _answer(viewer_for(request), wish, languages)
    elsewhere = not given.found.total and "language" not in wish.chosen and bool(given.found.facets["language"])
    if elsewhere:
        given, languages = _answer(viewer_for(request), wish, ()), ()
    pages = max(1, -(-given.found.total // PAGE_SIZE))
    if wish.page > pages:
        raise Http404
    context = {
        "wish": wish,
        "hits": grouped(given.hits),
        "offers_older": wish.older_too or has_older_editions(given.query),
        "total": given.found.total,
        "suggestion": given.found.suggestion,
        "is_substitute": given.found.is_substitute,
        "facets": facets_of(given.found.facets, {**wish.chosen, "language": languages}),
        "languages": languages,
        "elsewhere": elsewhere,
        "page_count": pages,
    }
    response = render(request, "search/results.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer(viewer: Viewer, wish: Asked, languages: tuple[str, ...]) -> Answer:
    query = AuthorisedQuery(
        viewer, text=wish.text, language=get_language() or "", languages=languages,
        choices={name: codes for name, codes in wish.chosen.items() if name != "language"},
        editions=wish.editions, first=wish.first,
    )  # fmt: skip
    return answer(query)
