"""The screens where the owners of a manual correct its editions: what was corrected, and the form for the next."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import person_of
from manuals import permissions
from manuals.actions import (
    CorrectionError,
    approve_correction,
    drop_correction,
    propose_correction,
    publish_correction,
)
from manuals.actions.corrections import check_correction, needs_two
from manuals.correction_form import CorrectionForm, in_order
from manuals.correction_rows import Chapters, previews, proposed, rows_of
from manuals.models import Correction, Edition, FrozenChapter, ManualPage, ProposedCorrection
from organisations.viewer import viewer_for


@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, edition_id: int) -> HttpResponse:
    """What was corrected in an edition, what waits for a second person, and the chapters to correct. Raises Http404 for
    those who may not release the manual."""
    edition = get_object_or_404(permissions.correctable_editions(person_of(request)), pk=edition_id)
    chapters = _chapters(request, edition)
    waiting = edition.proposed_corrections.filter(chapter__in=list(chapters)).select_related("by")
    if request.method == "POST":
        _decide(request, get_object_or_404(waiting, pk=request.POST.get("proposal")))
        return redirect("manuals_admin:corrections", edition.pk)
    context = {
        "edition": edition,
        "page": _manual(request, edition),
        "rows": rows_of(edition, chapters, _mine(request)),
        "waiting": [proposed(each, chapters[each.chapter], by=person_of(request).pk) for each in waiting],
    }
    return render(request, "manuals/admin/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, edition_id: int, chapter: UUID) -> HttpResponse:
    """Write a correction of one chapter, look at it, and publish it. Raises Http404 for a chapter that the person may
    not correct."""
    edition = get_object_or_404(permissions.correctable_editions(person_of(request)), pk=edition_id)
    chapters = _chapters(request, edition).get(chapter)
    if chapters is None:
        raise Http404
    return _write(request, edition, chapters, CorrectionForm(request.POST or None, chapters=chapters))


@require_http_methods(["GET", "HEAD", "POST"])
def correct_further(request: HttpRequest, act: UUID) -> HttpResponse:
    """Write a published correction in languages that it does not have yet. Raises Http404 like the one above."""
    mine = _mine(request).values("pk")
    known = Correction.objects.filter(act=act, chapter__in=mine).select_related("chapter__manual__edition")
    correction = known.first()
    if correction is None:
        raise Http404
    edition = correction.chapter.manual.edition
    chapters = _chapters(request, edition)[correction.chapter.key]
    form = CorrectionForm(request.POST or None, chapters=chapters, correction=correction)
    return _write(request, edition, chapters, form, known=list(known))


def _write(
    request: HttpRequest,
    edition: Edition,
    chapters: Chapters,
    form: CorrectionForm,
    known: list[Correction] | None = None,
) -> HttpResponse:
    """The form, what readers will see of it, and, when that was looked at, the way back to the list."""
    step, shown = request.POST.get("step", ""), None
    if request.method == "POST" and form.is_valid():
        try:
            if step == "publish":
                return _publish(request, edition, chapters, form)
            check_correction(edition, form.said())
        except CorrectionError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            shown = previews(chapters, form) if step == "preview" else None
    first = next(iter(chapters.values()))
    context = {
        "edition": edition,
        "page": _manual(request, edition),
        "chapter": first,
        "language": first.manual.language,
        "form": form,
        "shown": shown,
        "known": known,
        "needs_two": needs_two(chapters),
    }
    return render(request, "manuals/admin/correct.html", context)


def _publish(request: HttpRequest, edition: Edition, chapters: Chapters, form: CorrectionForm) -> HttpResponse:
    if needs_two(chapters):
        propose_correction(edition, form.said(), by=person_of(request))
        messages.success(request, _("The correction waits for another editor of your organisation."))
    else:
        publish_correction(edition, form.said(), by=person_of(request))
        messages.success(request, _("The correction is published."))
    return redirect("manuals_admin:corrections", edition.pk)


def _decide(request: HttpRequest, proposal: ProposedCorrection) -> None:
    try:
        if request.POST.get("step") == "publish":
            approve_correction(proposal, by=person_of(request))
            messages.success(request, _("The correction is published."))
        else:
            drop_correction(proposal, by=person_of(request))
            messages.success(request, _("The correction is dropped. Its words are kept nowhere."))
    except CorrectionError as error:
        messages.error(request, str(error))


# -- What it is about ----------------------------------------------------------------------------------------------


def _mine(request: HttpRequest) -> QuerySet[FrozenChapter]:
    return permissions.correctable_chapters(person_of(request), viewer_for(request))


def _chapters(request: HttpRequest, edition: Edition) -> dict[UUID, Chapters]:
    """The chapters of an edition that the person may correct, by key, each in its languages; in the manual's order."""
    found = (
        _mine(request)
        .filter(manual__edition=edition)
        .select_related("manual", "policy")
        .prefetch_related("corrections")
    )
    by_key: dict[UUID, Chapters] = {}
    for each in found.order_by("order", "pk"):
        by_key.setdefault(each.key, {})[each.manual.language] = each
    return {key: in_order(chapters, edition.work.source_language) for key, chapters in by_key.items()}


def _manual(request: HttpRequest, edition: Edition) -> ManualPage:
    return permissions.releasable_manuals(person_of(request)).filter(translation_key=edition.work.key)[0]
