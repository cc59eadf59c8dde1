"""What readers find of manuals: which editions there are, in which language, and which chapters they may open."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from wagtail.models import Page

from content.known import Policies
from content.languages import best_of_each
from manuals.models import ChapterPage, Edition, FrozenChapter, FrozenManual, ManualPage, State, WaitingRelease, Work
from organisations.permissions import readable_by
from organisations.viewer import Viewer

FOLLOWED = (State.CURRENT, State.SUPERSEDED)
SHOWN = (*FOLLOWED, State.WITHDRAWN)


def is_released(page: ManualPage | ChapterPage) -> bool:
    """Whether any edition has this manual or chapter."""
    model = FrozenManual.objects.filter(edition__work__key=page.translation_key)
    if isinstance(page, ChapterPage):
        return FrozenChapter.objects.filter(key=page.translation_key).exists()
    return model.exists()


def read_elsewhere(column: str, policies: Policies) -> dict[type[Page], Subquery]:
    """What those who satisfy one of these policies read of what is written on a page of a manual, for the page of an
    outer query: as it stands in an edition that has it in the page's language. The current one goes before all others,
    one that was withdrawn comes last, and of the others the one that was released last is taken. NULL for none.

    Arguments: column, as content.known names them; policies, their ids.
    """
    key, language = OuterRef("translation_key"), OuterRef("locale__language_code")
    manuals = FrozenManual.objects.filter(edition__work__key=key, language=language, policy__in=policies)
    chapters = FrozenChapter.objects.filter(key=key, manual__language=language, policy__in=policies)
    place = Concat("manual__edition__work__slug", Value("/"), "path")
    return {
        ManualPage: _of_the_best(manuals, "edition", F("edition__work__slug") if column == "place" else F(column)),
        ChapterPage: _of_the_best(chapters, "manual__edition", place if column == "place" else F(column)),
    }


def _of_the_best(texts: QuerySet, edition: str, column: Combinable) -> Subquery:
    current, withdrawn = ({f"{edition}__state": state} for state in (State.CURRENT, State.WITHDRAWN))
    by_state = Case(When(**current, then=0), When(**withdrawn, then=2), default=1)
    newest_first = (f"-{edition}__{part}" for part in ("released_on", "major", "minor", "patch"))
    shown = texts.filter(**{f"{edition}__state__in": SHOWN}).order_by(by_state, *newest_first, "-pk")
    return Subquery(shown.values_list(column)[:1])


def editions_of(page: ManualPage) -> list[Edition]:
    """The editions of the manual on this page, the newest first."""
    editions = list(Edition.objects.filter(work__key=page.translation_key).prefetch_related("languages"))
    _call_current(editions)
    return editions


def waiting_for(page: ManualPage) -> WaitingRelease | None:
    """The edition of this manual that waits for its moment, without its text."""
    return WaitingRelease.objects.filter(key=page.translation_key).defer("texts").first()


def _call_current(editions: Sequence[Edition]) -> None:
    """Call none of these superseded that has only had words mended since: its advice still holds.

    Arguments: editions, of one manual, newest first. The newest is not called so either, which would tell that there is
    one which somebody may not read.
    """
    for edition in editions:
        if edition.line == editions[0].line and edition.state == State.SUPERSEDED:
            edition.state = State.CURRENT


def readable_manuals(viewer: Viewer) -> QuerySet[FrozenManual]:
    """All editions in all languages of which this viewer may read the title page."""
    return readable_by(viewer, FrozenManual.objects.all()).select_related("edition__work")


def readable_chapters(viewer: Viewer, manual: FrozenManual) -> QuerySet[FrozenChapter]:
    """The chapters of an edition in one language that this viewer may read, in order; none of one that was withdrawn
    for safety. A chapter inside one that they may not read is not theirs either: its page had both rules."""
    if not manual.edition.is_readable:
        return FrozenChapter.objects.none()
    return readable_by(viewer, manual.chapters.all())


def may_know_of(viewer: Viewer, manual: FrozenManual, path: str) -> bool:
    """Whether the viewer might read a chapter at this path of an edition, had that not been withdrawn for safety."""
    return readable_by(viewer, manual.chapters.filter(path=path)).exists()


def current_manuals(viewer: Viewer, language: str) -> list[FrozenManual]:
    """One title page for each manual of which the viewer may read one: that of the newest edition in this language,
    else in the first of the site's languages that it has. Ordered by title. Two queries."""
    newest: dict[tuple[int, str], FrozenManual] = {}
    for manual in _newest_first(readable_manuals(viewer).filter(edition__state__in=FOLLOWED)):
        newest.setdefault((manual.edition.work_id, manual.language), manual)
    best = best_of_each(
        newest.values(), language, code=lambda each: each.language, key=lambda each: each.edition.work_id
    )
    return sorted(best, key=lambda manual: manual.title.casefold())


def _newest_first(manuals: QuerySet[FrozenManual]) -> Iterable[FrozenManual]:
    return sorted(manuals, key=lambda manual: manual.edition.version, reverse=True)


def find_work(slug: str) -> Work | None:
    return Work.objects.filter(slug=slug).first()


def texts_of(viewer: Viewer, work: Work) -> list[FrozenManual]:
    """Every edition in every language of one manual whose title page the viewer may read, newest first. Two queries."""
    texts = list(_newest_first(readable_manuals(viewer).filter(edition__work=work)))
    _call_current([text.edition for text in texts])
    return texts


def current_text(texts: list[FrozenManual], language: str) -> FrozenManual | None:
    """The text at the address of the current edition: the newest in this language that is neither withdrawn nor
    withdrawn for safety, else the newest in another language; None when there is none.

    Arguments: texts, newest first.
    """
    usable = [text for text in texts if text.edition.state in FOLLOWED]
    return in_language(usable, language)


def in_language(texts: Iterable[FrozenManual], language: str) -> FrozenManual | None:
    """The first of these texts in this language, else in the first of the site's languages in which there is one."""
    texts = list(texts)
    order = [language, *(code for code, _name in settings.LANGUAGES)]
    return next((text for code in order for text in texts if text.language == code), None)


def text_of_edition(texts: list[FrozenManual], number: str, language: str) -> FrozenManual | None:
    """The text of the edition with this number, in this language where it was released in it."""
    return in_language([text for text in texts if text.edition.number == number], language)
