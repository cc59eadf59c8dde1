"""Words that stand in one place only: planted in all that a side keeps to itself, sought in all that comes back."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.core.files.base import ContentFile
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Collection, Comment, CommentReply, Page

from content.models import NetworkDocument, NetworkImage
from directory.models import Entry
from manuals.models import FrozenChapter, FrozenManual, ManualImport
from manuals.readers import readable_manuals
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.models import Circle, Guest, SharedDraft
from organisations.viewer import VISITOR
from tests.access.asking import Answer
from tests.access.papers import a_pdf_saying, unpacked
from tests.access.things import own_pages
from tests.access.world import Side, World, a_picture
from tests.factories import a_page
from tests.factories.campaigns import an_update
from tests.factories.directory import a_listed_entry, an_email
from tests.factories.manuals import blocks

WORD = re.compile(rb"canary[a-z][0-9a-f]{8}")
# Part of the address, or not for people to read.
NOT_WORDS = frozenset({"path", "url_path", "slug", "address", "source", "draft_title"})
OURS, THEIRS, NETWORK, EVERYBODY = "a", "b", "n", "e"


@dataclass
class Words:
    """The words of one side, each with the place where it stands; and the digests of its files."""

    letter: str
    places: dict[str, str] = field(default_factory=dict)

    def new(self, place: str) -> str:
        word = f"canary{self.letter}{secrets.token_hex(4)}"
        self.places[word] = place
        return word

    def digests_of(self, content: bytes, place: str) -> None:
        for how in (hashlib.sha1, hashlib.sha256, hashlib.md5):
            self.places[how(content, usedforsecurity=False).hexdigest()] = f"{how.__name__} of {place}"


def plant(world: World) -> dict[str, Words]:
    """Give each side more pages, in every state, and a word of its own in each field of everything it keeps."""
    words = {letter: Words(letter) for letter in (OURS, THEIRS, NETWORK, EVERYBODY)}
    for side, letter in ((world.ours, OURS), (world.theirs, THEIRS)):
        more_of(side)
        _people(side, words[letter])
        _pages(side, words[letter])
        _files(side, words[letter])
        _work(side, words[letter])
        _entry(side, words[NETWORK])
        side.things["listed"] = _listed(words[EVERYBODY])
    return words


def more_of(side: Side) -> None:
    """Pages in further states: below another, locked, in a circle, an update of a campaign."""
    things, editor = side.things, side.people["editor"]
    things["below"] = a_page(things["page"])
    things["update"] = an_update(things["campaign"])
    things["locked"] = a_page(things["workspace"])
    for name in ("page", "campaign", "locked", "kept locked"):
        set_audience(Page.objects.get(pk=things[name].pk), Audience(Kind.ORGANISATION), by=editor)
    Page.objects.filter(pk=things["locked"].pk).update(locked=True, locked_by=side.people["coordinator"])
    things["in a circle"] = a_page(things["workspace"])
    set_audience(things["in a circle"], Audience(Kind.CIRCLE, things["circle"]), by=editor)


def private_pages(side: Side) -> list[Page]:
    """The pages of this side that not everybody may read: all but its workspace and the manual that it published."""
    known = {side.things["workspace"].pk, side.things["manual"].pk}
    return [page for page in own_pages(side) if page.pk not in known]


def _pages(side: Side, words: Words) -> None:
    for page in [each.specific for each in private_pages(side)]:
        _fill(page, words, "as it stands")
        page.save()
        comment = Comment.objects.create(
            page=page, user=side.people["writer"], text=words.new("comment"), contentpath="title"
        )
        CommentReply.objects.create(comment=comment, user=side.people["editor"], text=words.new("reply"))
    # What only repeats another page has no drafts.
    drafted = [each for each in own_pages(side) if each.pk != side.things["workspace"].pk and not each.alias_of_id]
    for page in [each.specific for each in drafted]:
        _fill(page, words, "as it is drafted")
        # With an entry in Wagtail's log, as its editor makes one: lists offer to look for whoever edited.
        page.save_revision(user=side.people["writer"], log_action=True)
        Page.objects.filter(pk=page.pk).update(owner=side.people["editor"])


def _fill(thing: models.Model, words: Words, state: str) -> None:
    """A word in each column of text that people fill in, and in the body."""
    for each in thing._meta.concrete_fields:
        place = f"{thing._meta.label}.{each.name}, {state}"
        if isinstance(each, StreamField):
            if each.name == "body":
                heading, text = words.new(place), words.new(place)
                sent = [("heading", {"text": heading}), ("paragraph", {"text": f"<p>{text}</p>"})]
                thing.body = blocks(*sent)
        elif _is_text(each):
            setattr(thing, each.name, words.new(place))


def _is_text(each: models.Field) -> bool:
    is_words = type(each) in (models.CharField, models.TextField) and each.name not in NOT_WORDS
    return is_words and not each.choices and (each.max_length or 100) >= 20


def _people(side: Side, words: Words) -> None:
    for role, person in side.people.items():
        person.display_name, person.email = (
            words.new(f"name of {role}"),
            f"{words.new(f'e-mail of {role}')}@example.org",
        )
        person.save()

    invited = side.things["invited"]
    invited.email = f"{words.new('address of somebody invited')}@example.org"
    invited.save()


def _files(side: Side, words: Words) -> None:
    own = side.organisation.own_files
    for place in (own, side.organisation.members_files):
        # At the end of its name: collections stand in the order of their names, and the next one is put among them.
        Collection.objects.filter(pk=place.pk).update(name=f"{place.name} {words.new('name of a collection')}")
    image = NetworkImage(title=words.new("picture"), description=words.new("description"), collection=own)
    image.file = a_picture()
    image.save()
    content = a_pdf_saying(words.new("text of a document"))
    document = NetworkDocument(title=words.new("document"), collection=own)
    document.file = ContentFile(content, name=f"{words.new('name of a file')}.pdf")
    document.save()
    side.things |= {"image": image, "document": document}
    for file in (image, document):
        file.tags.add(words.new(f"tag of a {file._meta.verbose_name}"))
        with file.file.open("rb") as opened:
            words.digests_of(opened.read(), f"the file of a {file._meta.verbose_name}")
    with side.things["frozen picture"].file.open("rb") as opened:
        words.digests_of(opened.read(), "a picture in an edition")


def _work(side: Side, words: Words) -> None:
    state = side.things["state"]
    state.comment = words.new("comment of a review")
    state.save()
    Circle.objects.filter(pk=side.things["circle"].pk).update(name=words.new("circle"))
    # The end of its address is no word: whoever asks for it would be answered with it.
    SharedDraft.objects.filter(page=side.things["kept"]).update(email=side.people["editor"].email)
    address = f"{words.new('address of a guest')}@example.org"
    Guest.objects.filter(pk=side.things["guest"].pk).update(email=address)
    editions = FrozenManual.objects.filter(edition__work__owner=side.organisation)
    for text in editions.exclude(pk__in=readable_manuals(VISITOR).values("pk")):
        text.title, text.summary = words.new("frozen title"), words.new("frozen summary of an edition")
        text.save()
    for chapter in FrozenChapter.objects.filter(manual__edition__work__owner=side.organisation):
        chapter.title, chapter.summary = words.new("frozen chapter"), words.new("frozen summary")
        text = words.new("frozen text")
        chapter.blocks = [{**chapter.blocks[0], "value": {"text": f"<p>{text}</p>"}}, *chapter.blocks[1:]]
        chapter.save()
    for run in ManualImport.objects.filter(by__in=side.people.values()):
        run.title, run.refusals = words.new("import"), [["chapter.md", words.new("refusal")]]
        run.save()
    invited = side.things["invitation"].page.specific
    invited.title = words.new("page of an invitation")
    invited.save()
    set_audience(Page.objects.get(pk=invited.pk), Audience(Kind.ORGANISATION), by=None)
    run = side.things["import"]
    run.mapping = words.new("mapping")
    run.save()


def _entry(side: Side, words: Words) -> None:
    """What is being checked is the network's: its staff read it, whichever organisation they come from."""
    entry = side.things["entry"]
    for name in ("name_en", "summary_en", "description_en"):
        setattr(entry, name, words.new(f"entry, {name}"))
    entry.save()


def _listed(words: Words) -> Entry:
    """What is listed is everybody's: its words tell that an address was reached."""
    email = an_email(f"{words.new('e-mail of an entry')}@example.org")
    return a_listed_entry(name_en=words.new("name of an entry"), contacts=[email])


def words_in(answer: Answer) -> set[str]:
    """Every planted word that this answer tells: in its body however packed, its headers, and on the next screen."""
    parts = [answer.body, answer.told_after, *(f"{name}: {value}".encode() for name, value in answer.headers)]
    return {word for part in parts for word in words_in_bytes(part)}


def words_in_bytes(content: bytes) -> set[str]:
    found = set()
    for piece in unpacked(content):
        plain = re.sub(rb"</?mark>", b"", piece)
        found |= {word.decode() for word in WORD.findall(plain.lower())}
        if b"\x00" in piece[:200]:
            found |= {word.decode() for word in WORD.findall(piece.replace(b"\x00", b"").lower())}
    return found


def digests_in(answer: Answer, words: Words) -> set[str]:
    told = answer.body + "\n".join(f"{name}: {value}" for name, value in answer.headers).encode()
    return {each for each in words.places if not each.startswith("canary") and each.encode() in told}


def is_a_file_of(answer: Answer, words: Words) -> bool:
    """Whether the answer is the very bytes of a file of which these words hold the digest."""
    return hashlib.sha256(answer.body).hexdigest() in words.places


def words_in_mails(to: set[str]) -> set[str]:
    """What stands in the mails that were sent to any of these addresses."""
    sent: list[Any] = [each for each in mail.outbox if to & set(each.recipients())]
    return {word for each in sent for word in words_in_bytes(each.message().as_bytes())}
