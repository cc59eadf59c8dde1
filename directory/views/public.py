"""What anybody may open: the list of entries, the page of one, its contact file."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory import vcard
from directory.finder import choice_of, find
from directory.linked_data import linked_data
from directory.models import ContactKind, Entry, RestrictedContact, State
from directory.permissions import may_nominate, members_ways, public_entries, readable_restricted
from directory.public import PublicEntry, Text, Way, public_entry, with_listed
from directory.words import count_words, term_labels, words_for
from organisations.viewer import viewer_for

AT_ONCE = 300  # the most that one answer holds: about 40 KB when compressed
SENSITIVE = "private, no-store"


@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """The public list, narrowed by neutral codes in the address; works without script."""
    labels = term_labels()
    found = find(public_entries(), choice_of(dict(request.GET.lists()), labels), labels)
    page = Paginator(found.entries, AT_ONCE).get_page(request.GET.get("page"))
    is_whole = len(page) == found.total  # then it can be narrowed in the page
    context = {
        "found": found,
        "page": page,
        "rows": [(each, words_for(each, labels), found.answers_of(each) if is_whole else []) for each in page],
        "is_whole": is_whole,
        "count_words": count_words(),
        "query": _query_without_page(request),
        "may_nominate": may_nominate(viewer_for(request)),
    }
    return _sensitive(render(request, "directory/list.html", context))


def _query_without_page(request: HttpRequest) -> str:
    sent = request.GET.copy()
    sent.pop("page", None)
    return sent.urlencode()


@require_safe
def entry_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One entry as it was voted. An entry that was taken off the list keeps its address, with the reason."""
    entry = _entry_or_404(slug)
    if entry.state == State.DELISTED:
        context = {"name": entry.listed_state.content["name"], "reason": entry.delisted_reason}
        return _sensitive(render(request, "directory/delisted.html", context, status=410))
    public = _public_or_404(entry)
    this = Entry.objects.filter(pk=entry.pk)
    kept = [_kept_way(contact) for contact in readable_restricted(viewer_for(request), this)]
    context = {
        "entry": public,
        "words": words_for(public),
        "ways": _in_order([*public.ways, *kept]),
        "kept_for_members": 0 if kept else members_ways(this).count(),
        "host": _host_of(public),
        "linked_data": linked_data(public, request.build_absolute_uri()),
    }
    return _sensitive(render(request, "directory/entry.html", context))


@require_safe
def contact_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The public ways to reach an entry as a vCard, under a name that says nothing."""
    card = vcard.card(_public_or_404(_entry_or_404(slug, listed_only=True)))
    response = HttpResponse(card, content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="contact.vcf"'
    return _sensitive(response)


def _entry_or_404(slug: str, *, listed_only: bool = False) -> Entry:
    """An entry by the address that was voted; else one that was taken off the list."""
    entry = _at_address(public_entries(), slug)
    if entry is None and not listed_only:
        entry = _at_address(Entry.objects.filter(state=State.DELISTED, listed_state__isnull=False), slug)
    if entry is None:
        raise Http404
    return entry


def _at_address(entries: QuerySet[Entry], slug: str) -> Entry | None:
    return with_listed(entries.filter(listed_state__content__slug=slug)).first()


def _public_or_404(entry: Entry) -> PublicEntry:
    public = public_entry(entry)
    if public is None:
        raise Http404
    return public


def _host_of(public: PublicEntry) -> PublicEntry | None:
    """The larger body that the entry is part of, when that is listed too."""
    if not public.hosted_by:
        return None
    host = with_listed(public_entries().filter(uuid=public.hosted_by)).first()
    return public_entry(host) if host else None


def _kept_way(contact: RestrictedContact) -> Way:
    secret = contact.secret
    texts: dict[str, Any] = {name: Text(getattr(secret, name)) for name in ("label", "hours", "note")}
    return Way(str(contact.uuid), ContactKind(contact.kind), secret.value, checked_on=contact.checked_on,
               for_members=True, **texts)  # fmt: skip


def _in_order(ways: list[Way]) -> list[Way]:
    return sorted(ways, key=lambda way: way.rank)


def _sensitive(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = SENSITIVE
    return response
