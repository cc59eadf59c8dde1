"""Searching among the pages that one works on."""

from typing import Any

from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, NavigateToChildrenColumn, ParentPageColumn
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page

# What leads to lists or tells of pages that are another organisation's, or of the network's own.
LEFT_OUT = (BulkActionsColumn, NavigateToChildrenColumn, ParentPageColumn)


class Search(SearchView):
    """Shows neither what stands above nor what stands below what was found, and no boxes to tick."""

    columns: list[BaseColumn] = [column for column in SearchView.columns if not isinstance(column, LEFT_OUT)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Above the list stands how many of what were found, and Wagtail does not say what.
        named = {"verbose_name": Page._meta.verbose_name, "verbose_name_plural": Page._meta.verbose_name_plural}
        return super().get_context_data(**kwargs) | named
