"""The list of entries, narrowed by what somebody needs; the places where they work; the sheet of those ticked."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from content.page_cache import reads_query
from directory import places as drawing
from directory.contexts import triage_address
from directory.finder import Found, choice_of, find, in_finder, query_of
from directory.permissions import may_nominate, public_entries
from directory.views.answers import sensitive
from directory.words import count_words, term_labels, words_for
from organisations.viewer import viewer_for

AT_ONCE = 300  # the most that one answer holds; 250 with all their words are 49 to 55 KB when compressed


@reads_query
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """The public list, narrowed by neutral codes in the address; works without script.

    A list of no more than AT_ONCE entries is sent whole, those that do not fit hidden, so that it can be narrowed and
    widened in the page and nobody learns how. A longer one is sent page by page.
    """
    labels = term_labels()
    choice = choice_of(dict(request.GET.lists()), labels)
    found = find(in_finder(public_entries()), choice, labels)
    page = Paginator(found.entries, AT_ONCE).get_page(request.GET.get("page"))
    is_whole = found.total <= AT_ONCE
    viewer = viewer_for(request)
    context = {
        "found": found,
        "page": page,
        "rows": _rows(found, page, labels, is_whole=is_whole),
        "is_whole": is_whole,
        "count_words": count_words(),
        "query": query_of(choice),
        "triage": triage_address(viewer),
        "may_nominate": may_nominate(viewer),
    }
    return sensitive(render(request, "directory/list.html", context))


def _rows(found: Found, page: Page, labels: dict[tuple[str, str], str], *, is_whole: bool) -> list[tuple]:
    """For each row the entry, its words, whether it is hidden, and to what it answers where the page can ask itself."""
    if not is_whole:
        return [(each, words_for(each, labels), False, []) for each in page]
    fitting = {each.pk for each in found.entries}
    return [
        (each, words_for(each, labels), each.pk not in fitting, found.answers_of(each)) for each in found.everything
    ]


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The regions and countries where somebody is found, as a list and as a drawing, each leading to those there."""
    found = find(in_finder(public_entries()), {}, term_labels())
    width, height = drawing.size()
    context = {"regions": drawing.regions(found), "width": width, "height": height}
    return sensitive(render(request, "directory/places.html", context))


# Asking changes nothing, so there is nothing to forge, and a visitor needs no cookie for it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """The ticked entries on one page, to print or to save, with their public ways alone.

    What was ticked comes in the body of a form, so that it stands in no address and no history.
    """
    ticked = [slug for slug in request.POST.getlist("entry")[:AT_ONCE] if slug.isprintable()]
    labels = term_labels()
    found = find(in_finder(public_entries().filter(listed_state__content__slug__in=ticked)), {}, labels)
    context = {"rows": [(each, words_for(each, labels)) for each in found.entries]}
    return sensitive(render(request, "directory/sheet.html", context))
