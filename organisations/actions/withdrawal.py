"""How a page is withdrawn for safety: every word of it in every place, with its languages and all that stands below."""

import json
from collections.abc import Iterable
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from accounts.models import User
from content.erasing import erase_traces
from content.same_words import Words, texts_of_version
from organisations.access import recompute_access
from organisations.actions.audiences import owners_of
from organisations.actions.emptying import empty_page, forget_titles_in_histories, titles_of
from organisations.actions.file_withdrawal import File, files_only_on, take_away
from organisations.actions.older_versions import forget_older_versions
from organisations.audit import record
from organisations.models import Organisation, OrganisationPage, WithdrawnPage
from organisations.permissions import owned_pages, searched_owners, withdrawable_with_others
from organisations.remains import Remains, places_with
from organisations.widening import in_short


def pages_withdrawn_with(page: Page, *, by: User | None = None) -> list[Page]:
    """All pages whose words go when this one is withdrawn, in the order of the tree: itself, what stands below it, and
    the translations and aliases of any of these. Below a workspace stands everything that an organisation has: of that
    only the page itself is meant, in its languages.

    Arguments: by, who withdraws it: of all these only those that they may withdraw, all where nobody is named.
    """
    found: dict[int, Page] = {}
    waiting = Page.objects.filter(pk=page.pk)
    while fresh := [one for one in waiting if one.pk not in found]:
        found |= {one.pk: one for one in fresh}
        near = Q(translation_key__in=[one.translation_key for one in fresh]) | Q(alias_of__in=list(found))
        for one in fresh:
            if not issubclass(one.specific_class or Page, OrganisationPage):
                near |= Q(path__startswith=one.path)
        waiting = Page.objects.filter(near)
    if by is not None:
        theirs = withdrawable_with_others(by).filter(pk__in=list(found))
        found = {pk: found[pk] for pk in theirs.values_list("pk", flat=True)}
    return sorted(found.values(), key=lambda one: one.path)


def seen_of(pages: Iterable[Page]) -> str:
    """What somebody was shown who is asked whether these go, in short: they agree to that and to nothing else."""
    return in_short(sorted(page.pk for page in pages))


@transaction.atomic
def withdraw_page(page: Page, *, by: User | None, reason: str, language: str, seen: str = "") -> Remains:
    """Take every word of a page away, with its languages, aliases and the pages below: text, title, versions, reviews,
    comments, drafts that are open, search, kept pages, and pictures and documents that no other page shows; of all that
    what whoever does it may withdraw. Older versions of its owners' other pages that said a line of it are deleted.

    What stays is the address, which says why, the digest of what was there, who may read it and the log. Until somebody
    opens it again nothing is written there.
    Arguments: reason, for readers; language, the code of the language in which it is written; seen, what `seen_of` said
    of the pages that were shown, empty where nobody was asked.
    Returns where the same lines still stand.
    Raises ValidationError when other pages would go than those that were seen.
    """
    ids = [one.pk for one in pages_withdrawn_with(page, by=by)]
    list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if seen and seen != seen_of(pages_withdrawn_with(page, by=by)):
        raise ValidationError(_("Something changed meanwhile. Look at the list again, and confirm it then."))
    pages = Page.objects.filter(pk__in=ids).order_by("path")
    owners = _owners(pages, by)
    words, titles, files = Words(_texts(pages)), titles_of(pages), files_only_on(pages, by=by)
    said = {"reason": reason, "language": language}
    for one in pages.specific():
        _withdraw_one(one, by=by, **said)
    forget_titles_in_histories(pages, owners, titles)
    for file in files:
        take_away(file, by=by, **said)
    recompute_access(pages.values_list("path", flat=True))
    others = Page.objects.filter(pk__in=owned_pages(owners).values("pk")).exclude(pk__in=ids)
    left = forget_older_versions(others, lambda _page, content: words.stand_in(content))
    erase_traces()
    return Remains(left, places_with(owners, words=words, by=by))


def _withdraw_one(page: Page, *, by: User | None, reason: str, language: str) -> None:
    if WithdrawnPage.objects.filter(page_id=page.pk, closed=True).exists():
        return  # its words are gone already, and the digest is that of what was there then
    digest = digest_of_page(page)
    record("page.withdrawn_for_safety", by=by, organisation=page.access.owner, about=page, digest=digest)
    # Before the page is saved: whoever hears of that asks whether it is withdrawn.
    said = {"reason": reason, "reason_language": language, "digest": digest, "closed": True}
    WithdrawnPage.objects.update_or_create(page_id=page.pk, defaults=said | {"at": timezone.now()})
    empty_page(page)


@transaction.atomic
def open_again(page: Page, *, by: User) -> None:
    """Let the owners of a withdrawn page write something else there. Its address says why the first is gone until that
    is published.

    Raises WithdrawnPage.DoesNotExist when the page is not withdrawn, or open already.
    """
    WithdrawnPage.objects.select_for_update().get(page_id=page.pk, closed=True)
    # What repeats the page repeats what is published there next.
    same = Page.objects.filter(Q(pk=page.pk) | Q(alias_of=page.pk))
    WithdrawnPage.objects.filter(page__in=same).update(closed=False)
    same.update(locked=False)
    record("page.opened_again", by=by, organisation=page.access.owner, about=page)


def end_withdrawal(page: Page) -> None:
    """What was published anew is read at its address; called in the transaction of that. The log keeps what was."""
    if page.live and WithdrawnPage.objects.filter(page_id=page.pk).delete()[0]:
        recompute_access([page.path])
        record("page.withdrawal_ended", by=None, organisation=page.access.owner, about=page)


def digest_of_page(page: Page) -> str:
    """The SHA-256 of what a page says and of its newest draft, in one canonical form."""
    draft = page.latest_revision
    said = [page.serializable_data(), draft.content if draft else None]
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)
    return sha256(canonical.encode()).hexdigest()


def files_that_go(page: Page, *, by: User | None = None) -> list[File]:
    """The pictures and documents whose bytes are deleted when this page is withdrawn by this person."""
    ids = [one.pk for one in pages_withdrawn_with(page, by=by)]
    with transaction.atomic():  # they are read as they are locked when it is done
        return files_only_on(Page.objects.filter(pk__in=ids), by=by)


def _owners(pages: QuerySet[Page], by: User | None) -> QuerySet[Organisation]:
    """The owners of these pages in whose other pages the same lines are looked for."""
    owners = Organisation.objects.filter(pk__in={owner.pk for page in pages for owner in owners_of(page)})
    return searched_owners(by, owners)


def _texts(pages: QuerySet[Page]) -> Iterable[str]:
    """Every line that these pages say, or said in any version."""
    for page in Page.objects.filter(pk__in=pages.values("pk")).specific():
        versions = Revision.objects.for_instance(page).iterator()
        for content in (page.serializable_data(), *(each.content for each in versions)):
            yield from texts_of_version(page, content)
