"""What anybody may open of one entry: its page, its contact file, its card for the wallet."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory import vcard
from directory.linked_data import linked_data
from directory.models import ContactKind, Entry, RestrictedContact, State, Withdrawal
from directory.permissions import members_ways, public_entries, readable_restricted
from directory.public import PublicEntry, Text, Way, public_entry, with_listed
from directory.views.answers import sensitive
from directory.words import words_for
from organisations.viewer import viewer_for


@require_safe
def entry_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One entry as it was voted. An entry that was taken off the list, or withdrawn for safety, keeps its address, with
    the reason."""
    if withdrawn := _withdrawn_at(slug):
        return sensitive(render(request, "organisations/withdrawn.html", {"withdrawn": withdrawn}, status=410))
    entry = _entry_or_404(slug)
    if entry.state == State.DELISTED:
        context = {"name": entry.listed_state.content["name"], "reason": entry.delisted_reason}
        return sensitive(render(request, "directory/delisted.html", context, status=410))
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
    return sensitive(render(request, "directory/entry.html", context))


@require_safe
def contact_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The public ways to reach an entry as a vCard, under a name that says nothing."""
    card = vcard.card(_public_or_404(_entry_or_404(slug, listed_only=True)))
    response = HttpResponse(card, content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="contact.vcf"'
    return sensitive(response)


@require_safe
def wallet_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The safest public ways on a card of 85 by 55 millimetres, to print, with a square that holds them too."""
    entry = _public_or_404(_entry_or_404(slug, listed_only=True))
    ways = vcard.carried(entry)
    context = {"entry": entry, "ways": ways, "square": vcard.square(entry, ways)}
    return sensitive(render(request, "directory/card.html", context))


def _entry_or_404(slug: str, *, listed_only: bool = False) -> Entry:
    """An entry by the address that was voted; else one that was taken off the list."""
    entry = _at_address(public_entries(), slug)
    if entry is None and not listed_only:
        entry = _at_address(Entry.objects.filter(state=State.DELISTED, listed_state__isnull=False), slug)
    if entry is None:
        raise Http404
    return entry


def _withdrawn_at(slug: str) -> Withdrawal | None:
    """Why the entry is gone that was listed at this address, and is not anybody else's now."""
    return Withdrawal.objects.filter(entry__slug=slug, contact=None, was_listed=True).first()


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
