"""An edition is corrected after its release: beside its text, for good, and for its readers alone."""

import uuid

import pytest
from wagtail.models import Page

from manuals.actions import (
    CorrectionError,
    NewCorrection,
    approve_correction,
    drop_correction,
    propose_correction,
    publish_correction,
    withdraw_edition,
    withdraw_for_safety,
)
from manuals.digests import chapter_digest, correction_digest, edition_digest, manual_digest
from manuals.models import (
    Correction,
    CorrectionKind,
    Edition,
    FrozenChapter,
    FrozenManual,
    ProposedCorrection,
)
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.models import AuditEntry
from tests.factories import a_member
from tests.factories.manuals import a_correction, frozen
from tests.manuals.corrections.handbook import RIGHT, WRONG, read

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def stored():
    """Every row of the corrections, in full."""
    return list(Correction.objects.order_by("pk").values())


# -- What is written -----------------------------------------------------------------------------------------------


def test_correction_changes_nothing_of_what_was_released(edition):
    before = [list(model.objects.order_by("pk").values()) for model in (Edition, FrozenManual, FrozenChapter)]

    made = a_correction(edition, "write", at=1, texts={"en": f"  {RIGHT} \r\n\r\nReally. "})

    assert [list(model.objects.order_by("pk").values()) for model in (Edition, FrozenManual, FrozenChapter)] == before
    assert made[0].text == f"{RIGHT}\n\nReally."
    assert made[0].digest == correction_digest(Correction.objects.get())
    for each in FrozenChapter.objects.all():
        assert each.digest == chapter_digest(each)
    for text in FrozenManual.objects.all():
        assert text.digest == manual_digest(text, list(text.chapters.all()))
    assert edition.digest == edition_digest(edition, list(edition.languages.all()))
    entry, said = AuditEntry.objects.get(action="correction.published"), made[0]
    named = {"number": "1.0", "chapter": str(said.chapter.key), "correction": str(said.act), "languages": "en"}
    assert (entry.details, RIGHT in str(vars(entry))) == (named, False)


def test_second_correction_leaves_the_first_as_it_was(edition):
    a_correction(edition, "write", at=1, texts={"en": RIGHT})
    before = stored()

    a_correction(edition, "write", at=1, texts={"en": "Not even that."})

    assert stored()[:1] == before
    page = read("write/")
    assert page.index(RIGHT) < page.index("Not even that.") < page.index(WRONG)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"texts": {}}, "texts"),
        ({"texts": {"en": " \n "}}, "texts"),
        ({"texts": {"en": "x" * 2001}}, "texts"),
        ({"texts": {"en": RIGHT, "fr": "Nulle part."}}, "texts"),
        ({"texts": {"en": RIGHT}, "block": str(uuid.uuid4())}, "block"),
        ({"texts": {"en": RIGHT}, "kind": "ugly"}, "kind"),
        ({"texts": {"en": RIGHT}, "act": uuid.uuid4()}, ""),
        ({"texts": {"en": RIGHT}, "chapter": uuid.uuid4()}, "texts"),
    ],
    ids=["no text", "spaces", "long", "language", "block", "kind", "act", "chapter"],
)
def test_what_cannot_be_published_is_refused_with_its_reason(edition, said, field):
    fields = {"chapter": frozen(edition, "write").key} | said

    with pytest.raises(CorrectionError) as refused:
        publish_correction(edition, NewCorrection(**fields), by=None)

    assert (refused.value.field, str(refused.value) != "", Correction.objects.exists()) == (field, True, False)


def test_very_same_correction_is_published_once(edition):
    a_correction(edition, "write", at=1, texts={"en": RIGHT})

    with pytest.raises(CorrectionError, match="already"):
        a_correction(edition, "write", at=1, texts={"en": f"{RIGHT}\n"})
    a_correction(edition, "write", at=2, texts={"en": RIGHT})

    assert Correction.objects.count() == 2


def test_edition_without_a_text_cannot_be_corrected_and_a_withdrawn_one_can(edition):
    withdraw_edition(edition, by=None, reason="Old.", language="en")
    a_correction(edition, "write", texts={"en": RIGHT})
    chapter = frozen(edition, "write")
    withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    with pytest.raises(CorrectionError, match="withdrawn for safety"):
        publish_correction(edition, NewCorrection(chapter.key, {"en": "More."}), by=None)

    assert Correction.objects.count() == 1


def test_language_can_be_added_to_a_correction_once_and_about_the_same_place_only(two_languages):
    (made,) = a_correction(two_languages, "write", at=1, texts={"en": RIGHT})
    block = made.block

    for wrong in ({"block": ""}, {"block": block, "kind": "clearer"}, {"block": block, "texts": {"en": "Other."}}):
        with pytest.raises(CorrectionError):
            publish_correction(
                two_languages,
                NewCorrection(made.chapter.key, **{"texts": {"es": "No."}, "act": made.act} | wrong),
                by=None,
            )
    publish_correction(
        two_languages, NewCorrection(made.chapter.key, {"es": "En ningún lado."}, block, act=made.act), by=None
    )

    assert sorted((each.language, each.act) for each in Correction.objects.all()) == [
        ("en", made.act),
        ("es", made.act),
    ]


# -- Four eyes -----------------------------------------------------------------------------------------------------


@pytest.fixture
def restricted(chapter, edition):
    set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.ORGANISATION), by=None)
    return edition


def test_what_is_not_public_is_corrected_by_two_people(organisation, restricted):
    writer, second = a_member(organisation, "editor"), a_member(organisation, "editor")
    said = NewCorrection(frozen(restricted, "write").key, {"en": RIGHT})

    with pytest.raises(CorrectionError, match="another editor"):
        publish_correction(restricted, said, by=writer)
    proposal = propose_correction(restricted, said, by=writer)
    with pytest.raises(CorrectionError, match="Another editor"):
        approve_correction(proposal, by=writer)
    between = (Correction.objects.count(), AuditEntry.objects.filter(action="correction.published").count())
    approve_correction(proposal, by=second)

    assert between == (0, 0)
    assert (Correction.objects.get().act, ProposedCorrection.objects.count()) == (proposal.act, 0)
    with pytest.raises(CorrectionError, match="meanwhile"):
        approve_correction(proposal, by=second)


def test_one_person_corrects_what_is_public(organisation, edition):
    writer = a_member(organisation, "editor")

    publish_correction(edition, NewCorrection(frozen(edition, "write").key, {"en": RIGHT}), by=writer)

    assert AuditEntry.objects.get(action="correction.published").actor == writer.uuid


def test_proposal_is_kept_once_and_forgotten_when_it_is_dropped(organisation, restricted):
    writer = a_member(organisation, "editor")
    said = NewCorrection(frozen(restricted, "write").key, {"en": RIGHT})
    proposal = propose_correction(restricted, said, by=writer)

    with pytest.raises(CorrectionError, match="waits"):
        propose_correction(restricted, said, by=writer)
    drop_correction(proposal, by=writer)

    assert (ProposedCorrection.objects.count(), Correction.objects.count()) == (0, 0)


def test_proposal_for_a_further_language_keeps_to_its_correction(organisation, two_languages, chapter):
    (made,) = a_correction(two_languages, "write", at=1, texts={"en": RIGHT})
    set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.ORGANISATION), by=None)
    writer, second = a_member(organisation, "editor"), a_member(organisation, "editor")
    said = NewCorrection(made.chapter.key, {"es": "En ningún lado."}, made.block, act=made.act)

    approve_correction(propose_correction(two_languages, said, by=writer), by=second)

    assert set(Correction.objects.values_list("act", flat=True)) == {made.act}
    assert Correction.objects.count() == 2


def test_proposal_for_a_language_that_was_corrected_meanwhile_is_refused(organisation, two_languages, chapter):
    (made,) = a_correction(two_languages, "write", at=1, texts={"en": RIGHT})
    set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.ORGANISATION), by=None)
    people = [a_member(organisation, "editor") for _each in range(3)]
    proposals = [
        propose_correction(
            two_languages, NewCorrection(made.chapter.key, {"es": words}, made.block, act=made.act), by=person
        )
        for words, person in zip(("En ningún lado.", "En ninguna parte."), people, strict=False)
    ]
    approve_correction(proposals[0], by=people[2])

    with pytest.raises(CorrectionError, match="published in this language already"):
        approve_correction(proposals[1], by=people[2])

    assert Correction.objects.filter(chapter__manual__language="es").count() == 1


def test_what_is_proposed_is_what_is_published(organisation, restricted):
    writer, second = a_member(organisation, "editor"), a_member(organisation, "editor")
    chapter = frozen(restricted, "write")
    said = NewCorrection(
        chapter.key, {"en": RIGHT}, chapter.blocks[2]["id"], kind=CorrectionKind.OUTDATED, about_safety=True
    )

    (made,) = approve_correction(propose_correction(restricted, said, by=writer), by=second)

    published = NewCorrection(made.chapter.key, {"en": made.text}, made.block, made.kind, made.about_safety)
    assert published == said
