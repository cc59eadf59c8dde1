"""What the addresses under /manuals/ answer."""

from dataclasses import replace
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from manuals import addresses
from manuals.contents import address_in, contents_of
from manuals.corrections import (
    corrections_at,
    corrections_of,
    each_once,
    last_day,
    listed,
    untranslated,
)
from manuals.models import FrozenChapter, FrozenManual, Work
from manuals.permissions import readable_files
from manuals.readers import (
    FOLLOWED,
    current_manuals,
    current_text,
    find_work,
    in_language,
    may_know_of,
    readable_chapters,
    text_of_edition,
    texts_of,
)
from manuals.shown import Freshness, freshness_of, old_advice, older_note, same_chapter, short_digest
from organisations.serving import file_headers, opened
from organisations.viewer import VISITOR, Viewer, viewer_for

HEAVY = ("blocks",)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All manuals that the reader may open, each in its newest edition."""
    manuals = current_manuals(viewer_for(request), get_language())
    rows = [(text, address_in(text, "", get_language(), is_current=True)) for text in manuals]
    return render(request, "manuals/index.html", {"rows": rows})


@require_safe
def manual(request: HttpRequest, slug: str) -> HttpResponse:
    """The title page of the current edition."""
    viewer = viewer_for(request)
    _work, texts = texts_or_404(viewer, slug)
    text = current_text(texts, get_language())
    if text is None:
        # Every edition was withdrawn: the newest says why.
        return _title_page(request, viewer, texts[0], texts, is_current=False)
    return _title_page(request, viewer, text, texts, is_current=True)


@require_safe
def edition(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The title page of one edition, for ever."""
    viewer = viewer_for(request)
    _work, texts = texts_or_404(viewer, slug)
    text = edition_or_404(texts, number)
    return _title_page(request, viewer, text, texts, is_current=False)


@require_safe
def chapter(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """One chapter of the current edition, in this language where it has it."""
    viewer = viewer_for(request)
    _work, texts = texts_or_404(viewer, slug)
    text = current_text(texts, get_language())
    found = readable_chapters(viewer, text).filter(path=path).first() if text else None
    if text is None or found is None:
        return _elsewhere(request, viewer, texts, text, path)
    return _chapter_page(request, viewer, found, text, texts, is_current=True)


@require_safe
def edition_chapter(request: HttpRequest, slug: str, number: str, path: str) -> HttpResponse:
    """One chapter of one edition, for ever. Of an edition that was withdrawn for safety, why it was."""
    viewer = viewer_for(request)
    _work, texts = texts_or_404(viewer, slug)
    text = edition_or_404(texts, number)
    if not text.edition.is_readable:
        return withdrawn_edition(request, text)
    found = readable_chapters(viewer, text).filter(path=path).first()
    if found is None:
        return _in_other_language(request, viewer, [one for one in texts if one.edition_id == text.edition_id], path)
    return _chapter_page(request, viewer, found, text, texts, is_current=False)


@require_safe
def edition_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture or file of an edition, for whoever may open a chapter in which it stands. Raises Http404 otherwise."""
    found = readable_files(viewer_for(request)).filter(name=name).first() if name.isprintable() else None
    if found is None:
        raise Http404
    headers = file_headers(is_public=readable_files(VISITOR).filter(pk=found.pk).exists())
    if found.content_type == "application/pdf":
        headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return FileResponse(opened(str(found.file.name)), content_type=found.content_type, headers=headers)


# -- Finding -------------------------------------------------------------------------------------------------------


def texts_or_404(viewer: Viewer, slug: str) -> tuple[Work, list[FrozenManual]]:
    """A manual and all texts of it that the viewer may read, newest first. Raises Http404 when there is none."""
    work = find_work(slug)
    texts = texts_of(viewer, work) if work else []
    if work is None or not texts:
        raise Http404
    return work, texts


def edition_or_404(texts: list[FrozenManual], number: str) -> FrozenManual:
    """The text of one edition in the active language, else in another. Raises Http404 when there is none."""
    text = text_of_edition(texts, number, get_language())
    if text is None:
        raise Http404
    return text


def _elsewhere(
    request: HttpRequest, viewer: Viewer, texts: list[FrozenManual], text: FrozenManual | None, path: str
) -> HttpResponse:
    """A chapter that does not stand at this address now: its new one, or the last edition that had it."""
    for older in texts:
        found = readable_chapters(viewer, older).filter(path=path).defer(*HEAVY).first()
        if found is None:
            continue
        moved = same_chapter(viewer, text, found) if text else None
        if text and moved:
            return HttpResponseRedirect(address_in(text, moved.path, get_language(), is_current=True))
        if text is not None and older.edition_id == text.edition_id:
            # In this edition only in another language.
            full = readable_chapters(viewer, older).get(pk=found.pk)
            return _chapter_page(request, viewer, full, older, texts, is_current=True)
        # For the time being: a later edition may have it again.
        return HttpResponseRedirect(address_in(older, path, get_language(), is_current=False))
    withdrawn = [older for older in texts if not older.edition.is_readable and may_know_of(viewer, older, path)]
    if withdrawn:
        return withdrawn_edition(request, in_language(withdrawn, get_language()) or withdrawn[0])
    raise Http404


def _in_other_language(request: HttpRequest, viewer: Viewer, texts: list[FrozenManual], path: str) -> HttpResponse:
    """A chapter that has this address in another language of the same edition: its own in this one, else its text."""
    wanted = in_language(texts, get_language())
    for other in texts:
        found = readable_chapters(viewer, other).filter(path=path).first()
        if found is None:
            continue
        same = same_chapter(viewer, wanted, found) if wanted else None
        if same and wanted:
            return HttpResponseRedirect(address_in(wanted, same.path, get_language(), is_current=False))
        return _chapter_page(request, viewer, found, other, texts, is_current=False)
    raise Http404


# -- Showing -------------------------------------------------------------------------------------------------------


def _title_page(
    request: HttpRequest, viewer: Viewer, text: FrozenManual, texts: list[FrozenManual], *, is_current: bool
) -> HttpResponse:
    if not text.edition.is_readable:
        return withdrawn_edition(request, text)
    newest = current_text(texts, text.language)
    chapters = readable_chapters(viewer, text).defer(*HEAVY)
    latest = {each.language: each for each in reversed(texts) if each.edition.state in FOLLOWED}
    contents = contents_of(text, chapters, get_language(), is_current=is_current)
    every = corrections_of(viewer, [each.edition_id for each in (text, *latest.values())])
    own = each_once((each for each in every if each.chapter.manual.edition_id == text.edition_id), text.language)
    context = _common(request, text, is_current=is_current, digest=text.digest) | {
        "contents": contents,
        "corrections": listed(own, text, contents, get_language(), is_current=is_current),
        "corrected_on": last_day(own),
        "mended": _mended(texts, text),
        "editions": _editions(texts),
        "freshness": [_freshness(viewer, each, texts, untranslated(every, each)) for each in _in_order(latest, text)],
        "note": None if is_current else older_note(viewer, text, newest, None, get_language()),
        "canonical": address_in(newest, "", get_language(), is_current=True) if newest else "",
    }
    return render(request, "manuals/manual.html", context)


def _freshness(viewer: Viewer, text: FrozenManual, texts: list[FrozenManual], uncorrected: int) -> Freshness:
    return replace(freshness_of(viewer, text, texts), uncorrected=uncorrected)


def _in_order(latest: dict[str, FrozenManual], text: FrozenManual) -> list[FrozenManual]:
    source = text.edition.work.source_language
    return sorted(latest.values(), key=lambda each: (each.language != source, each.language))


def _editions(texts: list[FrozenManual]) -> list[dict[str, Any]]:
    """One row for each edition, newest first, as it was before words were mended."""
    firsts = {text.edition.line: text.edition.number for text in texts}
    return [_row(texts, number) for number in firsts.values()]


def _mended(texts: list[FrozenManual], text: FrozenManual) -> list[dict[str, Any]]:
    """One row for each time that words of this edition were mended, the latest first."""
    line = (each.edition for each in texts if each.edition.line == text.edition.line and each.edition.is_editorial)
    return [_row(texts, number) for number in dict.fromkeys(edition.number for edition in line)]


def _row(texts: list[FrozenManual], number: str) -> dict[str, Any]:
    """An edition in this language where it has it, with what it can be compared with."""
    text = edition_or_404(texts, number)
    slug, former = text.edition.work.slug, _former(texts, text)
    return {
        "text": text,
        "address": addresses.edition_path(get_language(), slug, number),
        "former": former,
        "changes": addresses.changes_path(get_language(), slug, former, number) if former else "",
    }


def _former(texts: list[FrozenManual], text: FrozenManual) -> str:
    """The number of the edition before this one that it can be compared with; "" for none."""
    if not text.edition.is_readable:
        return ""
    earlier = (
        each.edition.number
        for each in texts
        if each.language == text.language and each.edition.version < text.edition.version and each.edition.is_readable
    )
    return next(earlier, "")


def _chapter_page(
    request: HttpRequest,
    viewer: Viewer,
    found: FrozenChapter,
    text: FrozenManual,
    texts: list[FrozenManual],
    *,
    is_current: bool,
) -> HttpResponse:
    newest = current_text([one for one in texts if one.language == text.language], text.language)
    contents = contents_of(text, readable_chapters(viewer, text).defer(*HEAVY), get_language(), is_current=is_current)
    place = contents.at(found.path)
    before, after = contents.around(place) if place else (None, None)
    counterpart = same_chapter(viewer, newest, found) if newest else None
    corrections = corrections_at(viewer, text, found)
    context = _common(request, text, is_current=is_current, digest=found.digest) | {
        "chapter": found,
        "corrections": corrections,
        "corrected_on": last_day(corrections),
        "places": contents.near(place),
        "place": place,
        "before": before,
        "after": after,
        "note": None if is_current else older_note(viewer, text, newest, found, get_language()),
        "fresh": freshness_of(viewer, text, texts) if text.language != text.edition.work.source_language else None,
        "old_advice": old_advice(found) if is_current else [],
        "minutes": max(1, round(found.words / 200)),
        "canonical": address_in(newest, counterpart.path, get_language(), is_current=True)
        if newest and counterpart
        else "",
    }
    return render(request, "manuals/chapter.html", context)


def _common(request: HttpRequest, text: FrozenManual, *, is_current: bool, digest: str) -> dict[str, Any]:
    number, slug = text.edition.number, text.edition.work.slug
    return {
        "text": text,
        "edition": text.edition,
        "language": text.language,
        "is_current": is_current,
        "digest": short_digest(digest),
        "title_address": address_in(text, "", get_language(), is_current=is_current),
        "lasting_address": request.build_absolute_uri(addresses.edition_path(text.language, slug, number)),
        "licence": text.edition.get_licence_display(),
    }


def withdrawn_edition(request: HttpRequest, text: FrozenManual) -> HttpResponse:
    """What stands in the place of an edition that was withdrawn for safety: why it was."""
    context = {"text": text, "edition": text.edition, "digest": short_digest(text.digest)}
    return render(request, "manuals/withdrawn.html", context, status=410)
