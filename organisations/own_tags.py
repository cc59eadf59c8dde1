"""Which tags somebody is shown: those on their own files. The words themselves are kept once for everybody."""

from typing import Any

from django.db.models import QuerySet
from taggit.models import Tag

from organisations.permissions import own_files
from organisations.wall.middleware import asking


def tags_among(files: QuerySet) -> QuerySet[Tag]:
    """The tags on these pictures or documents, in the order of the alphabet."""
    return Tag.objects.filter(pk__in=files.order_by().values("tags")).order_by("name")


def offer_own_tags_only() -> None:
    """The dialog in which pictures are chosen offers the ten tags that everybody uses most; called once, when the site
    starts."""
    from wagtail.images.views import chooser

    def popular_tags_for_model(model: Any, count: int = 10) -> QuerySet[Tag]:
        person = asking.get()
        return Tag.objects.none() if person is None else tags_among(own_files(person, model.objects.all()))[:count]

    chooser.popular_tags_for_model = popular_tags_for_model
