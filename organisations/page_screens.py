"""Which of the screens behind a page's buttons are ours, and what of Wagtail's is changed where they are not."""

from organisations.comparing import compare_only_what_may_be_seen


def show_own_page_screens() -> None:
    """Make every change of this module; called once, when the site starts."""
    from wagtail.admin.viewsets.pages import PageViewSet

    from organisations.views.pages.copy import ConvertAlias, CopyPage
    from organisations.views.pages.delete import DeletePage
    from organisations.views.pages.history import History, Revert
    from organisations.views.pages.move import ChoosePlace, ConfirmMove

    PageViewSet.delete_view_class = DeletePage
    PageViewSet.history_view_class = History
    PageViewSet.revisions_revert_view_class = Revert
    PageViewSet.move_view_class = ChoosePlace
    PageViewSet.move_confirm_view_class = ConfirmMove
    PageViewSet.copy_view_class = CopyPage
    PageViewSet.convert_alias_view_class = ConvertAlias
    compare_only_what_may_be_seen()
