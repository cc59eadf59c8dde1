"""How manuals are found: section by section, in every edition, the current one first."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from manuals import addresses
from manuals.models import ChapterPage, FrozenChapter, FrozenManual, ManualPage
from manuals.readers import FOLLOWED
from organisations import rules
from search.registry import Projection, register

HEADINGS = ("heading",)
BELOW = ("subheading",)


def describe_chapter(chapter: FrozenChapter) -> Iterator[Projection]:
    """A chapter by its sections: each begins with a heading and is found at its anchor; what stands before the first
    heading is found as the chapter itself. Corrections are found with what they are about. Nothing of what was
    withdrawn, or is found with its words mended."""
    manual = chapter.manual
    edition = manual.edition
    if edition.is_taken_back or _is_mended(chapter):
        return
    is_current = _is_newest(manual)
    for anchor, title, blocks in _sections(chapter):
        url = _address(chapter, is_current=is_current)
        yield Projection(
            key=f"chapter:{chapter.pk}:{anchor}",
            kind="chapter",
            language=manual.language,
            translation_key=f"chapter:{chapter.key}:{anchor}"[:120],
            policy_id=chapter.policy_id,
            owner_id=edition.work.owner_id,
            title=title,
            headings="\n".join(block["text"] for block in blocks if block["kind"] in BELOW),
            summary="" if anchor else chapter.summary,
            body="\n".join(block["text"] for block in blocks if block["kind"] not in BELOW),
            url=f"{url}#{anchor}" if anchor else url,
            dated=edition.released_on,
            facets=_facets(chapter),
            work=f"manual:{edition.work.key}",
            edition=edition.number,
            is_current=is_current,
        )


def _facets(chapter: FrozenChapter) -> dict[str, tuple[str, ...]]:
    facets = {branch: tuple(codes) for branch, codes in chapter.terms.items()}
    return facets | ({"level": (chapter.level,)} if chapter.level else {})


def _sections(chapter: FrozenChapter) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Each section as its anchor, its title and the blocks under its heading."""
    blocks: list[dict[str, Any]] = []
    anchor, title = "", chapter.title
    for block in _with_corrections(chapter):
        if block["kind"] in HEADINGS and block["id"]:
            yield anchor, title, blocks
            anchor, title, blocks = f"b-{block['id'][:8]}", f"{block['text']} – {chapter.title}", []
        else:
            blocks.append(block)
    yield anchor, title, blocks


def _with_corrections(chapter: FrozenChapter) -> Iterator[dict[str, Any]]:
    """The blocks of a chapter, each followed by what its corrections say; those of none stand first."""
    there = {block["id"] for block in chapter.blocks if block["id"]}
    words: dict[str, list[dict[str, Any]]] = {}
    for each in chapter.corrections.all():
        said = {"id": "", "kind": "correction", "text": each.text}
        words.setdefault(each.block if each.block in there else "", []).append(said)
    yield from words.pop("", [])
    for block in chapter.blocks:
        yield block
        yield from words.pop(block["id"], [])


def _address(chapter: FrozenChapter, *, is_current: bool) -> str:
    manual = chapter.manual
    slug = manual.edition.work.slug
    if is_current:
        return addresses.path_to(manual.language, slug, *chapter.path.split("/"))
    return addresses.edition_path(manual.language, slug, manual.edition.number, chapter.path)


def _is_newest(manual: FrozenManual) -> bool:
    """Whether this is the text at the address of the current edition in its language, for all who may read it: a later
    one that is for fewer people is told to nobody else, and theirs beside this one."""
    texts = FrozenManual.objects.filter(
        edition__work=manual.edition.work_id,
        language=manual.language,
        edition__state__in=FOLLOWED,
    ).select_related("edition", "policy")
    own = rules.rule_of(manual.policy.rule)
    return not any(
        text.edition.version > manual.edition.version and rules.at_least_as_narrow(own, rules.rule_of(text.policy.rule))
        for text in texts
    )


def _is_mended(chapter: FrozenChapter) -> bool:
    """Whether its words were mended in the same edition, for the same readers."""
    edition = chapter.manual.edition
    later = FrozenChapter.objects.filter(
        manual__edition__work=edition.work_id,
        manual__edition__major=edition.major,
        manual__edition__minor=edition.minor,
        manual__edition__patch__gt=edition.patch,
        manual__edition__state__in=FOLLOWED,
    )
    return later.filter(key=chapter.key, manual__language=chapter.manual.language, policy=chapter.policy_id).exists()


def _things() -> QuerySet[FrozenChapter]:
    return FrozenChapter.objects.select_related("manual__edition__work", "manual__policy").prefetch_related(
        "corrections"
    )


def _nothing(_page: object) -> tuple[Projection, ...]:
    return ()


register(FrozenChapter, project=describe_chapter, things=_things)
# What is being written is nobody's to find.
register(ManualPage, project=_nothing, things=ManualPage.objects.none)
register(ChapterPage, project=_nothing, things=ChapterPage.objects.none)
