"""What changed from one edition of a manual to another, as a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from manuals.comparison import Comparison, compare, spare
from manuals.contents import address_in
from manuals.corrections import Corrected, corrected_before, corrections_of, each_once
from manuals.models import FrozenManual
from manuals.readers import readable_chapters
from manuals.views import edition_or_404, texts_or_404, withdrawn_edition
from organisations.viewer import Viewer, viewer_for

Row = tuple[Comparison, list[Corrected]]


@require_safe
def changes(request: HttpRequest, slug: str, before: str, after: str, path: str = "") -> HttpResponse:
    """What changed from one edition to a later one, in all chapters or in one. Of an edition that was withdrawn for
    safety, why it was."""
    viewer = viewer_for(request)
    _work, texts = texts_or_404(viewer, slug)
    old, new = _in_one_language(texts, before, after)
    if old.edition.version >= new.edition.version:
        raise Http404
    for text in (new, old):
        if not text.edition.is_readable:
            return withdrawn_edition(request, text)
    every = _comparisons(viewer, old, new)
    compared = [each for each in every if not path or path in _paths(each)]
    if path and not compared:
        raise Http404
    spare(compared)
    context = {
        "old": old, "new": new,
        "compared": [
            (each, corrected) for each, corrected in _corrected(viewer, old, compared)
            if path or corrected or not each.is_same
        ],
        "same": sum(each.is_same for each in compared), "path": path, "language": new.language,
        "paths": set().union(*map(_paths, every)),
        "title_address": address_in(new, "", get_language(), is_current=False),
        "old_address": address_in(old, path if path and compared[0].before else "", get_language(), is_current=False),
        "new_address": address_in(new, path if path and compared[0].after else "", get_language(), is_current=False),
    }  # fmt: skip
    return render(request, "manuals/changes.html", context)


def _in_one_language(texts: list[FrozenManual], *numbers: str) -> list[FrozenManual]:
    """The texts of these editions in the active language where all have it, else in another that all have. Raises
    Http404 when there is none."""
    languages = [{text.language for text in texts if text.edition.number == number} for number in numbers]
    common = [text for text in texts if text.language in set.intersection(*languages)]
    return [edition_or_404(common, number) for number in numbers]


def _comparisons(viewer: Viewer, old: FrozenManual, new: FrozenManual) -> list[Comparison]:
    before = {each.key: each for each in readable_chapters(viewer, old)}
    found = [compare(before.pop(each.key, None), each) for each in readable_chapters(viewer, new)]
    return found + [compare(each, None) for each in before.values()]


def _corrected(viewer: Viewer, old: FrozenManual, compared: list[Comparison]) -> list[Row]:
    """Each comparison with what was corrected in its chapter of the earlier edition."""
    corrections = each_once(corrections_of(viewer, [old.edition_id]), old.language)
    return [(each, corrected_before(each.before, each.after, corrections)) for each in compared]


def _paths(comparison: Comparison) -> set[str]:
    return {each.path for each in (comparison.before, comparison.after) if each}
