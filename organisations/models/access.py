"""What is kept of who may read: interned policies, and one row for each page and collection.

These rows are written in the transaction of whatever changed them. A page without a row is readable by nobody.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from organisations.models.ownership import Organisation
from organisations.rules import LONGEST_KEY


class AccessPolicy(models.Model):
    """One distinct answer to “who may read”, kept once and pointed to by a small number.

    `rule` is a list of clauses, each a sorted list of principals ("members", "org:3", "circle:7", "guests:12",
    "nobody"): a person may read when they hold at least one principal of every clause. The empty list is everybody.
    `key` is the rule written in one way only, so that equal policies are one row.
    """

    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    rule = models.JSONField(default=list)

    class Meta:
        verbose_name = _("access policy")

    def __str__(self) -> str:
        return self.key or "public"


class PageAccess(models.Model):
    """Who owns a page, who may read it, and whether it and everything above it is published."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="access")
    owner = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="owned_pages")
    policy = models.ForeignKey(AccessPolicy, on_delete=models.PROTECT, related_name="pages")
    published = models.BooleanField()

    class Meta:
        verbose_name = _("access to a page")
        indexes = [models.Index(fields=["policy", "published"])]


class CollectionAccess(models.Model):
    """Who owns a collection of files and who may read what is in it.

    `made_for` is set on a collection that holds what pages with just these readers show: nobody says who reads that.
    """

    collection = models.OneToOneField(Collection, primary_key=True, on_delete=models.CASCADE, related_name="access")
    owner = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="owned_collections")
    policy = models.ForeignKey(AccessPolicy, on_delete=models.PROTECT, related_name="collections")
    made_for = models.ForeignKey(AccessPolicy, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("access to a collection")
        constraints = [models.UniqueConstraint(fields=["owner", "made_for"], name="one_collection_for_each_policy")]
