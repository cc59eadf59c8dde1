"""A document as Wagtail's own search would keep it. Its table is made where something is measured, nowhere else."""

from django.db import models
from wagtail.search import index


class Article(index.Indexed, models.Model):
    """The words of a document, its language, who may read it, and one value of each facet."""

    language = models.CharField(max_length=12)
    policy = models.IntegerField(db_index=True)
    title = models.TextField()
    headings = models.TextField()
    body = models.TextField()
    type = models.CharField(max_length=20)
    need = models.CharField(max_length=20)
    served = models.CharField(max_length=20)
    concern = models.CharField(max_length=20)
    country = models.CharField(max_length=20)
    region = models.CharField(max_length=20)

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("headings", boost=2),
        index.SearchField("body"),
        *(
            index.FilterField(name)
            for name in ("language", "policy", "type", "need", "served", "concern", "country", "region")
        ),
    ]

    class Meta:
        app_label = "yardstick"
        verbose_name = "document to measure by"

    def __str__(self) -> str:
        return self.title
