"""What is written down of everything that can be found: one row for each thing, language and edition.

The rows are written in the transaction of the content. They are what every engine is filled from, and what a result
is read from again before anybody sees it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models import AccessPolicy, Organisation
from search.models.rows import Rows


class SearchDocumentQuerySet(models.QuerySet):
    def present(self) -> "SearchDocumentQuerySet":
        """Those that can be found; rows of what was taken out stay only until every engine has heard of it."""
        return self.filter(deleted_at__isnull=True)

    def waiting(self) -> "SearchDocumentQuerySet":
        """Those of which an engine has not heard yet, with what became narrower first."""
        return self.filter(done_rev__lt=F("wanted_rev")).order_by("-restricting", "pk")


class SearchDocument(models.Model):
    """One thing in one language (and edition), as it can be found."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    thing = models.CharField(_("thing"), max_length=120, db_index=True)  # "page:12": all documents of one thing
    kind = models.CharField(_("kind"), max_length=40)
    language = models.CharField(_("language"), max_length=12)
    translation_key = models.CharField(_("same thing in other languages"), max_length=120, db_index=True)
    work = models.CharField(_("work"), max_length=120, blank=True)
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    is_current = models.BooleanField(_("current edition"), default=True)
    policy = models.ForeignKey(AccessPolicy, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.TextField(_("title"))
    headings = models.TextField(_("headings"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=1000, blank=True)
    dated = models.DateField(_("date"), null=True)

    wanted_rev = models.BigIntegerField(default=0)  # grows with every change of the row
    done_rev = models.BigIntegerField(default=0)  # the last change that every engine has
    deleted_at = models.DateTimeField(null=True)
    restricting = models.BooleanField(default=False)  # taken out or narrowed, and not every engine has it yet
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        indexes = [
            models.Index(fields=["kind", "language", "-dated"], name="search_listed"),
            models.Index(fields=["id"], name="search_waiting", condition=Q(done_rev__lt=F("wanted_rev"))),
            models.Index(fields=["id"], name="search_restricting", condition=Q(restricting=True)),
            models.Index(fields=["policy"], name="search_older", condition=Q(is_current=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="present_documents_have_a_policy",
                condition=Q(policy__isnull=False) | Q(deleted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class SearchFacet(models.Model):
    """One value by which a document can be chosen."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facet_rows")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=80)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("facet value")
        verbose_name_plural = _("facet values")
        constraints = [models.UniqueConstraint(fields=["document", "name", "value"], name="one_row_per_facet_value")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
