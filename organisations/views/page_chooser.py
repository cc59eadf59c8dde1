"""Which page to link to: the dialog that takes the place of Wagtail's, which shows the tree of everybody's pages.

It speaks to the script that comes with Wagtail (page-chooser-modal.js), so the class names and the data of its links
are that script's. What is shown is what `permissions.choosable_pages` allows, whether somebody goes down, searches or
names an id.
"""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, F, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.chooser import page_models_from_string, shared_context
from wagtail.models import Page

from accounts.requests import person_of
from content.addresses import path_of
from content.known import known_path
from content.tree import is_read_in_place, path_right_above
from organisations.models import OrganisationPage
from organisations.permissions import (
    as_everybody_knows,
    choosable_pages,
    editable_pages,
    may_edit,
    organisation_pages,
)
from organisations.roles import WRITING

AT_ONCE = 25


@require_safe
def browse(request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
    """What stands below one page, or where to begin. Raises Http404 for a page that this person may not choose."""
    pages = _choosable(request)
    above = None
    if parent_page_id is None:
        listed = pages.filter(_beginnings(request)).order_by("-depth", "title", "pk")
    else:
        above = get_object_or_404(pages, pk=parent_page_id)
        if _is_part(above, own=may_edit(person_of(request), above)):
            raise Http404
        listed = _below(above, pages, request)
    context = shared_context(
        request,
        {
            "rows": _rows(request, pages, listed),
            "above": _row(above, request, pages) if above else None,
            "higher": pages.filter(path=path_right_above(above.path)).first() if above else None,
            "parent_page_id": above.pk if above else None,
            "page_type": request.GET.get("page_type", ""),
            "address": request.path,
        },
    )
    html = "organisations/admin/chooser/browse.html"
    answer = {"step": "browse", "parent_page_id": context["parent_page_id"]}
    return render_modal_workflow(request, html, None, context, json_data=answer)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The pages that have all these words in their titles, for each the title that this person is told."""
    pages = _choosable(request)
    own = When(pk__in=editable_pages(request.user).values("pk"), then=F("draft_title"))
    found = pages.annotate(told=Case(own, default=F("known_as")))
    found = found.filter(*(Q(told__icontains=word) for word in request.GET.get("q", "")[:200].split()))
    if (wanted := _wanted(request)) != (Page,):
        found = found.filter(pk__in=Page.objects.type(*wanted).values("pk"))
    context = {
        "rows": _rows(request, pages, found.order_by("told", "pk")),
        "address": reverse("organisations_admin:choose_page_search"),
        "searched": True,
    }
    return render(request, "organisations/admin/chooser/results.html", context)


@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    """The pages with these ids, as the editor's form takes them in."""
    pages = _choosable(request)
    ids = [pk for pk in request.GET.getlist("id") if pk.isdecimal()]
    rows = [_row(page, request, pages) for page in _with_what_is_told(pages.filter(pk__in=ids))]
    result = [
        {
            "id": row["page"].pk,
            "parentId": row["parent"],
            "adminTitle": row["title"],
            "editUrl": row["edit"],
            "url": row["url"],
        }
        for row in rows
    ]
    return JsonResponse({"step": "page_chosen", "result": result})


def _below(above: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """What stands below a page. Of what others write in one place and let people read in another, in what order it
    stands there is theirs: it is listed as it is read."""
    if is_read_in_place(above) or may_edit(person_of(request), above):
        return pages.filter(path__startswith=above.path, depth=above.depth + 1).order_by("path")
    return pages.filter(path__startswith=above.path, depth__gt=above.depth).order_by("known_place", "pk")


def _choosable(request: HttpRequest) -> QuerySet[Page]:
    return as_everybody_knows(choosable_pages(request.user))


def _beginnings(request: HttpRequest) -> Q:
    """Where somebody begins to look: their own workspaces and what they own with others, and the front pages."""
    own = organisation_pages(person_of(request), *WRITING)
    return Q(depth=2) | Q(
        Q(pk__in=OrganisationPage.objects.values("pk")) | Q(co_owners__agreed_at__isnull=False), pk__in=own.values("pk")
    )


def _wanted(request: HttpRequest) -> tuple[type[Page], ...]:
    """The types of page that the field takes. Raises Http404 for what is no type of page."""
    try:
        return page_models_from_string(request.GET.get("page_type") or "wagtailcore.page")
    except (ValueError, LookupError) as unknown:
        raise Http404 from unknown


def _rows(request: HttpRequest, pages: QuerySet[Page], listed: QuerySet[Page]) -> Any:
    """One batch of a list, each line with what the template shows; as many queries for fifty lines as for one."""
    batch = Paginator(_with_what_is_told(listed.distinct()), AT_ONCE).get_page(request.GET.get("p"))
    shown: list[Page] = list(batch.object_list)
    own = set(editable_pages(request.user).filter(pk__in=[page.pk for page in shown]).values_list("pk", flat=True))
    below = Q(pk__in=[])
    for page in shown:
        below |= Q(path__startswith=page.path, depth=page.depth + 1)
    parents = {path_right_above(path) for path in pages.filter(below).values_list("path", flat=True)}
    higher = dict(pages.filter(path__in={path_right_above(page.path) for page in shown}).values_list("path", "pk"))
    wanted = _wanted(request)
    batch.object_list = [
        _told(page, own=page.pk in own, parent=higher.get(path_right_above(page.path)))
        | {
            "goes_on": page.path in parents and not _is_part(page, own=page.pk in own),
            "fits": issubclass(page.specific_class or Page, wanted),
        }
        for page in shown
    ]
    return batch


def _is_part(page: Page, *, own: bool) -> bool:
    """Whether others read this as a part of something else; where it stands as it is written is not told."""
    return not own and "/" in (page.known_place or "")


def _row(page: Page, request: HttpRequest, pages: QuerySet[Page]) -> dict[str, Any]:
    own = editable_pages(request.user).filter(pk=page.pk).exists()
    parent = pages.filter(path=path_right_above(page.path)).values_list("pk", flat=True).first()
    return _told(page, own=own, parent=parent) | {"fits": issubclass(page.specific_class or Page, _wanted(request))}


def _with_what_is_told(pages: QuerySet[Page]) -> QuerySet[Page]:
    return pages.select_related("locale", "access__owner", "content_type")


def _told(page: Page, *, own: bool, parent: int | None) -> dict[str, Any]:
    """What is told of a page: of one's own the title that is being worked on, of others that under which it is read.

    Arguments: page, with what is known of it; parent, the id of the page above when that may be chosen too, of no other
    is anything told.
    """
    return {
        "page": page,
        "title": page.get_admin_display_title() if own else page.known_as,
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]) if own else "",
        "url": (path_of if own else known_path)(page, page.locale.language_code) or "",
        "owner": page.access.owner,
        "parent": None if _is_part(page, own=own) else parent,
    }
