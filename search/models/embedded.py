"""What the embedded engine keeps beside the ledger: narrow rows to filter by, and words to find, rank and spell by.

The words themselves are found through tables that Django does not know, see engines/embedded/schema.py.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.ledger import SearchDocument
from search.models.rows import Rows


class IndexRow(models.Model):
    """What a question filters and counts by. Narrow on purpose: every row that matches is read."""

    document = models.OneToOneField(SearchDocument, primary_key=True, on_delete=models.CASCADE, related_name="+")
    policy = models.IntegerField()
    is_public = models.BooleanField()
    language = models.CharField(max_length=12)
    is_current = models.BooleanField()
    dated = models.DateField(null=True)
    facets = models.TextField(blank=True)  # "need=lawyer type=entry": sorted, so that equal choices are equal text

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("row of the index")
        indexes = [models.Index(fields=["language", "policy"], name="search_row_policy")]


class IndexWords(models.Model):
    """The words of a document as they are compared, in order, for ranking: the start of long texts only."""

    document = models.OneToOneField(SearchDocument, primary_key=True, on_delete=models.CASCADE, related_name="+")
    title = models.TextField()
    headings = models.TextField()
    body = models.TextField()
    spelled = models.TextField(blank=True)  # of public documents: each word once as "word" or "word=stem"

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("words of a document")


class IndexTotals(models.Model):
    """How many public documents a language has and how long they are: nobody learns anything from restricted ones."""

    language = models.CharField(max_length=12, primary_key=True)
    documents = models.BigIntegerField(default=0)
    title_words = models.BigIntegerField(default=0)
    headings_words = models.BigIntegerField(default=0)
    body_words = models.BigIntegerField(default=0)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("totals of a language")


class IndexTerm(models.Model):
    """A word (folded), what it is compared as, and how many public documents have it."""

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=64)
    stem = models.CharField(max_length=64)
    documents = models.IntegerField()

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("word of a language")
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="one_row_per_word")]
        indexes = [models.Index(fields=["language", "stem"], name="search_term_stem")]

    def __str__(self) -> str:
        return self.word


class IndexGram(models.Model):
    """A piece of a word of public documents, by which a misspelt word finds those like it."""

    language = models.CharField(max_length=12)
    gram = models.CharField(max_length=16)
    word = models.CharField(max_length=64)

    objects = Rows.as_manager()

    class Meta:
        verbose_name = _("piece of a word")
        constraints = [models.UniqueConstraint(fields=["language", "gram", "word"], name="one_row_per_piece")]

    def __str__(self) -> str:
        return self.gram
