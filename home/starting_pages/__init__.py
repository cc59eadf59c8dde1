"""Which pages a new site begins with, and how they get from the files beside this module into the page tree.

One file a language, each with the same tables: the site's words, the front page, and the reference pages by name. The
files are read once, for a site that has no words yet; from then on the words are the editors'.
"""

import tomllib
import uuid
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html, format_html_join
from wagtail.models import Locale

from content.terms import Branch, Term
from home.models import HomePage, ReferencePage, SiteSettings

FOLDER = Path(__file__).parent
# The reference pages in the order of the foot: their table in the files, and their address in every language.
REFERENCE_PAGES = {"safety": "safer-use", "leaving": "leaving", "kept": "what-is-kept", "defenders": "defenders"}
# What each sign asks the directory for, in the order of the signs. All filters of one sign are of one branch, because
# the directory shows what answers any of the filters of a branch, and all of the branches.
SIGN_FILTERS = (
    ("threat:threats-of-violence", "threat:physical-assault", "threat:surveillance"),
    ("threat:arrest", "threat:disappearance"),
    ("need:safe-place",),
    ("threat:digital-attack", "threat:account-breach", "threat:seized-device", "threat:ddos", "threat:malware"),
    ("threat:smear-campaign", "threat:discrimination", "threat:attack-on-expression"),
    ("threat:office-raid", "threat:lawsuit", "threat:restriction-of-rights"),
    ("need:counselling",),
    (),
)


def words_in(language: str) -> dict:
    """All that the file of one language says."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def write_starting_pages(fronts: dict[str, HomePage]) -> None:
    """Give a new site its words: name, front pages and reference pages, published in every language.

    Arguments: fronts, the front pages by language code. Does nothing for a site that has words already.
    """
    if SiteSettings.objects.exists():
        return
    words = {code: words_in(code) for code, _name in settings.LANGUAGES}
    SiteSettings.objects.create(
        **{f"{field}_{code}": text for code, said in words.items() for field, text in said["site"].items()}
    )
    keys = {name: uuid.uuid4() for name in REFERENCE_PAGES}
    for code, front in fronts.items():
        pages = {name: _reference_page(front, name, words[code][name], keys[name]) for name in REFERENCE_PAGES}
        _front_page(front, words[code]["front"], pages)


def _front_page(front: HomePage, words: dict, pages: dict[str, ReferencePage]) -> None:
    front.refresh_from_db()
    for field in ("title", "summary", "help_lead", "help_note", "about"):
        setattr(front, field, words[field])
    front.draft_title = front.title
    front.safety_page = pages["safety"].page_ptr
    front.about_page = pages["defenders"].page_ptr
    front.signs = [
        ("sign", {"words": said, "filters": list(filters), "page": None})
        for said, filters in zip(words["signs"], SIGN_FILTERS, strict=True)
    ]
    front.save_revision().publish()


def _reference_page(front: HomePage, name: str, words: dict, key: uuid.UUID) -> ReferencePage:
    front.refresh_from_db()
    page = ReferencePage(
        title=words["title"],
        slug=REFERENCE_PAGES[name],
        summary=words["summary"],
        locale=Locale.objects.get(pk=front.locale_id),
        translation_key=key,
        show_in_menus=True,
        live=False,
        body=[block_of(block) for block in words["body"]],
        sources=[("source", source) for source in words.get("sources", ())],
    )
    if name == "defenders":
        page.terms = Term.objects.filter(branch=Branch.CONCERN)
    front.add_child(instance=page)
    page.save_revision().publish()
    return page


def block_of(words: dict) -> tuple[str, dict]:
    """One block of a body, from the short form of the files.

    Raises ValueError for a form that the files do not have.
    """
    match words:
        case {"heading": text}:
            return "heading", {"text": text}
        case {"definition": word, "text": text}:
            return "definition", {"word": word, "meaning": _paragraphs(text)}
        case {"warning": title, "text": text}:
            return "warning", {"title": title, "text": _paragraphs(text)}
        case {"checks": title, "items": items}:
            return "checklist", {"title": title, "items": items}
        case {"list": items}:
            rows = format_html_join("", "<li>{}</li>", ((item,) for item in items))
            return "paragraph", {"text": format_html("<ul>{}</ul>", rows)}
        case {"text": text}:
            return "paragraph", {"text": _paragraphs(text)}
    raise ValueError(f"No block is written like this: {sorted(words)}")


def _paragraphs(text: str | list[str]) -> str:
    texts = [text] if isinstance(text, str) else text
    return format_html_join("", "<p>{}</p>", ((one,) for one in texts))
