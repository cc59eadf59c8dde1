"""Searching among the pages that one works on."""

from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, ParentPageColumn
from wagtail.admin.views.pages.search import SearchView


class Search(SearchView):
    """Shows no page above what was found, which may be another organisation's, and no boxes to tick."""

    columns: list[BaseColumn] = [
        column for column in SearchView.columns if not isinstance(column, BulkActionsColumn | ParentPageColumn)
    ]
