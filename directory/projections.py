"""How entries are found, by what was voted, in every language in which they say something of their own; and how the
triage is, by its questions and choices."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from content.languages import language_name
from directory.content import LANGUAGES
from directory.models import Entry, TriagePage
from directory.permissions import public_entries
from directory.public import PublicEntry, Way, best_text, public_entry, with_listed
from organisations import rules
from organisations.access import intern_policy
from organisations.models import Organisation
from search.projections import describe_page
from search.registry import Projection, register

MARKS = ("name", "summary", "description")  # a language in which one of these is written is one of the entry's own


def findable() -> QuerySet[Entry]:
    return with_listed(public_entries())


def project(entry: Entry) -> Iterable[Projection]:
    """One projection a language, of public and voted words alone. Contact methods that are kept back are not in it."""
    public = public_entry(entry)
    if public is None:
        return
    policy = intern_policy(rules.PUBLIC).pk
    owner = Organisation.objects.filter(uuid=public.organisation).first() if public.organisation else None
    for language in LANGUAGES:
        if not any(public.content[mark].get(language) for mark in MARKS):
            continue
        with translation.override(language):
            yield _projection(entry, public, language, policy, owner.pk if owner else None)


def _projection(entry: Entry, public: PublicEntry, language: str, policy: int, owner: int | None) -> Projection:
    own = {field: text.get(language, "") for field, text in public.content.items() if isinstance(text, dict)}
    names = {*public.content["name"].values(), *public.content["acronym"].values(), own["other_names"]}
    title = best_text(public.content["name"], language).text
    return Projection(
        key=f"entry:{entry.pk}:{language}",
        kind="entry",
        language=language,
        translation_key=f"entry:{entry.pk}",
        policy_id=policy,
        owner_id=owner,
        title=title,
        headings="\n".join(sorted(names - {title, ""})),
        summary=own["summary"],
        body=_body(public, own, language),
        url=reverse("directory:entry", args=[public.slug]),
        dated=public.checked_on,
        facets=facets_of(public),
    )


def _body(public: PublicEntry, own: dict[str, str], language: str) -> str:
    texts = [own[field] for field in ("description", "process", "served_note", "coverage_note", "preconditions")]
    ways = [_said(way) for way in public.ways]
    tongues = [language_name(code, language) for code in public.languages]
    return "\n".join(filter(None, [*texts, *ways, " ".join(tongues)]))


def _said(way: Way) -> str:
    """A way as it is shown, and as it is written where that is something else. A telephone number is found however
    somebody writes it, and stands in what is quoted once."""
    return way.shown if way.shown == way.value or way.value.startswith("+") else f"{way.shown} {way.value}"


def facets_of(public: PublicEntry) -> dict[str, tuple[str, ...]]:
    """The neutral codes by which an entry is filtered; regions also follow from its countries."""
    return {
        "country": tuple(public.countries),
        "region": tuple(sorted(public.region_codes)),
        "need": tuple(public.codes("services")),
        "threat": tuple(public.codes("threats")),
        "served": tuple(public.codes("served")),
        "profession": tuple(public.codes("professions")),
        "urgent": ("yes",) if public.answers_urgently else (),
    }


def describe_triage(page: TriagePage) -> list[Projection]:
    """The triage by what people say of themselves in it."""
    steps = [block.value for block in page.steps if block.block_type == "step"]
    ends = [block.value for block in page.steps if block.block_type == "end"]
    choices = [choice[part] for step in steps for choice in step["choices"] for part in ("words", "hint")]
    return describe_page(
        page,
        headings="\n".join([*(step["question"] for step in steps), *(end["title"] for end in ends)]),
        body="\n".join(filter(None, [*choices, *(place["lead"] for place in (*steps, *ends))])),
    )


register(Entry, project=project, things=findable)
register(TriagePage, project=describe_triage, things=TriagePage.objects.all)
