"""What an entry is: a support organisation, unit or mechanism as it is proposed, and as it was voted."""

import uuid
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from content.countries import is_country
from content.languages import is_language
from content.terms import Branch
from directory.models.choices import Answer, Availability, Kind, Level, State, Trigger


def known_countries(codes: list[str]) -> None:
    """Raises ValidationError for what is no list of ISO 3166-1 alpha-2 codes."""
    _all_known(codes, is_country, _("“%(code)s” is not a country code."))


def known_languages(codes: list[str]) -> None:
    """Raises ValidationError for what is no list of known BCP 47 codes."""
    _all_known(codes, is_language, _("“%(code)s” is not a language code."))


def _all_known(codes, known, message) -> None:
    for code in codes:
        if not isinstance(code, str) or not known(code):
            raise ValidationError(message, params={"code": code})


def _terms(branch: Branch, label, help_text=""):
    return models.ManyToManyField(
        "content.Term",
        blank=True,
        related_name="+",
        verbose_name=label,
        help_text=help_text,
        limit_choices_to={"branch": branch},
    )


class Entry(models.Model):
    """One line of the directory. Its columns are a proposal; the public sees the `ListedState` that was voted."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.NOMINATED, editable=False)

    # -- Who they are
    name = models.CharField(_("name"), max_length=200, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    other_names = models.CharField(
        _("other names"), max_length=300, blank=True, help_text=_("Earlier names and spellings by which people search.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, blank=True, default=Kind.NOT_STATED)
    level = models.CharField(
        _("level"),
        max_length=20,
        choices=Level.choices,
        blank=True,
        default=Level.NOT_STATED,
        help_text=_("For mechanisms only: how far the body reaches."),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entries",
        verbose_name=_("member organisation"),
        help_text=_("If this is a member of the network. Its people cannot vote on the entry."),
    )
    hosted_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosts",
        verbose_name=_("part of"),
        help_text=_("The larger body that this unit or service belongs to, if that has an entry too."),
    )

    # -- What they do
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two plain sentences, shown in lists.")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("What they do, for whom, and how."))
    process = models.TextField(
        _("what happens when you write"),
        blank=True,
        help_text=_("One step a line. People are less afraid of what they know."),
    )
    services = _terms(Branch.NEED, _("what they offer"))
    threats = _terms(Branch.THREAT, _("threats they answer"))
    served = _terms(Branch.SERVED, _("whom they serve"))
    professions = _terms(Branch.PROFESSION, _("professions"))
    not_served = _terms(Branch.SERVED, _("whom they do not serve"))
    served_note = models.CharField(_("note on whom they serve"), max_length=300, blank=True)

    # -- Where, and in which languages
    worldwide = models.BooleanField(_("worldwide"), default=False)
    regions = _terms(Branch.REGION, _("regions"))
    countries = models.JSONField(_("countries"), default=list, blank=True, validators=[known_countries])
    coverage_note = models.CharField(
        _("note on where they work"), max_length=300, blank=True, help_text=_("For example: cities only.")
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, validators=[known_languages])
    language_note = models.CharField(
        _("note on languages"), max_length=300, blank=True, help_text=_("For example: others with an interpreter.")
    )

    # -- When and how they answer
    always_open = models.BooleanField(_("day and night, every day"), default=False)
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, help_text=_("For example Africa/Nairobi."))
    first_reply_hours = models.PositiveSmallIntegerField(
        _("first answer within (hours)"),
        null=True,
        blank=True,
        help_text=_("Only what they promise. Empty: not stated."),
    )
    availability = models.CharField(
        _("availability"), max_length=20, choices=Availability.choices, default=Availability.OPEN
    )
    availability_message = models.CharField(
        _("message"), max_length=300, blank=True, help_text=_("Shown at the top of the page while they are not open.")
    )
    cost = models.CharField(_("cost"), max_length=200, blank=True, help_text=_("Empty: not stated."))

    # -- Urgent appeals and mechanisms
    urgent_appeals = models.CharField(
        _("accepts urgent appeals"), max_length=10, choices=Answer.choices, default=Answer.UNKNOWN
    )
    who_may_file = models.CharField(_("who may file"), max_length=300, blank=True)
    preconditions = models.TextField(_("conditions"), blank=True, help_text=_("What must be true before one may file."))
    filing_languages = models.JSONField(
        _("languages in which one may file"), default=list, blank=True, validators=[known_languages]
    )
    trigger = models.CharField(
        _("when one may write"), max_length=20, choices=Trigger.choices, blank=True, default=Trigger.NOT_STATED
    )
    must_state = models.TextField(_("what one must state"), blank=True)
    anonymous = models.CharField(_("may be anonymous"), max_length=10, choices=Answer.choices, default=Answer.UNKNOWN)
    deadline = models.CharField(_("deadline"), max_length=300, blank=True)
    follow_up = models.TextField(_("what follows"), blank=True)

    # -- Where the words come from
    source = models.CharField(_("source"), max_length=80, blank=True)
    source_id = models.CharField(_("id in the source"), max_length=120, blank=True)
    licence = models.CharField(_("licence of the text"), max_length=120, blank=True)
    source_row = models.JSONField(default=dict, blank=True, editable=False)  # as it stood in the file, for vetters
    source_plan = models.JSONField(default=dict, blank=True, editable=False)  # what was made of it, to compare with
    withdrawn_at_source = models.DateTimeField(null=True, editable=False)

    # -- Vetting; written by actions alone
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    nominated_for = models.ForeignKey(
        "organisations.Organisation", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    round = models.PositiveIntegerField(default=1, editable=False)
    proposed_digest = models.CharField(max_length=64, blank=True, editable=False)
    listed_since = models.DateTimeField(null=True, editable=False)
    listed_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    delisted_reason = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="listed_only_with_the_digest_of_a_vote",
                condition=Q(listed_since__isnull=True, listed_digest="")
                | (Q(listed_since__isnull=False) & ~Q(listed_digest="")),
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"], name="one_entry_for_each_source_id", condition=~Q(source_id="")
            ),
        ]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.name or self.slug

    def save(self, *args, **kwargs) -> None:
        # The untranslated column takes whatever language is active while saving; always the same one keeps it still.
        with translation.override(settings.LANGUAGE_CODE):
            super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.hosted_by and (self.hosted_by_id == self.pk or self.hosted_by.hosted_by_id):
            raise ValidationError({"hosted_by": _("Name the larger body itself, not one of its parts.")})
        if self.level and self.kind != Kind.MECHANISM:
            raise ValidationError({"level": _("Only mechanisms have a level.")})
        try:
            ZoneInfo(self.time_zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValidationError({"time_zone": _("Write it like Africa/Nairobi.")}) from error
