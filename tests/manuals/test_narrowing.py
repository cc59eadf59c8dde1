"""Who may read what was released, whatever happens to its pages: never more people than then, and nobody too few."""

import random

import pytest
from wagtail.models import Page

from manuals.models import ChapterPage, FrozenChapter, FrozenManual, ManualPage
from organisations import rules
from organisations.actions.audiences import Audience, Kind, set_audience
from tests.factories import a_circle, an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition
from tests.factories.parameters import first_few

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

STEPS = 12


class Network:
    """A manual with a chapter inside another one, two editions of it, and what is known of it beside the site."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311 - the same steps for the same seed
        self.organisation = an_organisation()
        self.audiences = [Audience(Kind.PUBLIC), Audience(Kind.MEMBERS), Audience(Kind.ORGANISATION)]
        self.audiences += [Audience(Kind.CIRCLE, a_circle()), Audience(Kind.PUBLIC)]
        self.manual = a_manual(self.organisation, "Handbook", slug="handbook")
        self.above = a_chapter(self.manual, "Above", slug="above")
        self.inside = a_chapter(self.above, "Inside", slug="inside")
        self.other = a_manual(self.organisation, "Another", slug="another")
        self.released = {}  # by the key of a frozen row: the rule of its page then
        self.last = {}  # by the same: the rule of its page while there was one

    def everybody(self):
        """What people hold who could want to read it."""
        circle = rules.circle_principal(self.audiences[3].circle.pk)
        own = rules.organisation_principal(self.organisation.pk)
        return [set(), {"members"}, {"members", own}, {"members", circle}, {"members", own, circle}]

    def someone_sets_an_audience(self):
        page = self.chance.choice([*self._pages(), Page.objects.get(pk=self.other.pk)])
        set_audience(page, self.chance.choice(self.audiences), by=None)

    def a_chapter_leaves(self):
        pages = ChapterPage.objects.filter(slug=self.chance.choice(["above", "inside"]))
        page = Page.objects.filter(pk__in=pages.values("pk")).first()
        if page and self.chance.random() < 0.5:
            page.delete()
        elif page:
            page.move(Page.objects.get(pk=self.other.pk), "last-child")

    def look(self):
        """Remember who may read the pages that are there."""
        for page in self._pages():
            rule = rules.rule_of(page.access.policy.rule)
            self.last[page.translation_key] = rule
            self.released.setdefault(page.translation_key, rule)

    def _pages(self):
        return Page.objects.filter(translation_key__in=self._keys()).select_related("access__policy")

    def _keys(self):
        return [page.translation_key for page in (self.manual, self.above, self.inside)]

    def expected(self):
        """For each frozen row, from the outside in, who of everybody may read it."""
        found, around = {}, [True] * len(self.everybody())
        for key in self._keys():
            rules_of_it = (self.released[key], self.last[key])
            own = [all(rules.satisfied(rule, person) for rule in rules_of_it) for person in self.everybody()]
            around = found[key] = [one and other for one, other in zip(own, around, strict=True)]
        return found

    def found(self):
        frozen = {FrozenManual.objects.get().edition.work.key: FrozenManual.objects.get()}
        frozen |= {chapter.key: chapter for chapter in FrozenChapter.objects.all()}
        return {
            key: [rules.satisfied(row.policy.rule, person) for person in self.everybody()]
            for key, row in frozen.items()
        }


@pytest.mark.parametrize("seed", first_few([0, 1, 2], range(3, 15)))
def test_frozen_text_is_read_by_whoever_could_then_and_may_read_page_and_place_now(seed):
    network = Network(seed)
    for _ in range(network.chance.randrange(3)):
        network.someone_sets_an_audience()
    network.look()
    an_edition(ManualPage.objects.get(slug="handbook"))

    kept = []
    for _ in range(STEPS):
        change = network.chance.choices([network.someone_sets_an_audience, network.a_chapter_leaves], [4, 1])[0]
        change()
        network.look()
        kept.append(network.found() == network.expected())

    assert kept == [True] * STEPS


@pytest.mark.parametrize("leaves", ["deleted", "stays"])
def test_readers_come_back_when_what_stands_above_is_opened_again(leaves):
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    page = a_chapter(manual, "Kept", slug="kept")
    an_edition(ManualPage.objects.get())
    if leaves == "deleted":
        Page.objects.get(pk=page.pk).delete()
    before = FrozenChapter.objects.get().policy.key

    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.ORGANISATION), by=None)
    narrow = FrozenChapter.objects.get().policy.key
    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.PUBLIC), by=None)

    assert (before, FrozenChapter.objects.get().policy.key) == ("", "")
    assert narrow.startswith("org:")


def test_chapter_deleted_while_it_was_narrow_stays_so():
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    page = a_chapter(manual, "Kept", slug="kept")
    an_edition(ManualPage.objects.get())
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.MEMBERS), by=None)
    Page.objects.get(pk=page.pk).delete()

    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.ORGANISATION), by=None)
    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.PUBLIC), by=None)

    assert FrozenChapter.objects.get().policy.key == "members"


def test_unpublished_page_leaves_its_readers_to_what_was_released():
    page = a_chapter(a_manual(an_organisation(), "Handbook", slug="handbook"), "Kept", slug="kept")
    an_edition(ManualPage.objects.get())
    before = FrozenChapter.objects.get().policy_id

    page.unpublish()

    assert FrozenChapter.objects.get().policy_id == before
