"""Searching among the pages that one works on."""

from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, NavigateToChildrenColumn, ParentPageColumn
from wagtail.admin.views.pages.search import SearchView

# What leads to lists or tells of pages that are another organisation's, or of the network's own.
LEFT_OUT = (BulkActionsColumn, NavigateToChildrenColumn, ParentPageColumn)


class Search(SearchView):
    """Shows neither what stands above nor what stands below what was found, and no boxes to tick."""

    columns: list[BaseColumn] = [column for column in SearchView.columns if not isinstance(column, LEFT_OUT)]
