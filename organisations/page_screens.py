"""Which of the screens behind a page's buttons are ours, and what of Wagtail's is changed where they are not."""

from organisations.comparing import compare_only_what_may_be_seen
from organisations.naming import name_people_of_owners_alone


def show_own_page_screens() -> None:
    """Make every change of this module; called once, when the site starts."""
    from wagtail.admin.viewsets.pages import PageViewSet

    from organisations.views.pages.copy import ConvertAlias, CopyPage
    from organisations.views.pages.delete import DeletePage
    from organisations.views.pages.history import History, Revert
    from organisations.views.pages.lock import LockPage, UnlockPage
    from organisations.views.pages.move import ChoosePlace, ConfirmMove
    from organisations.views.pages.reviews import Review, Reviews
    from organisations.views.pages.search import Search
    from organisations.views.pages.usage import Usage

    PageViewSet.delete_view_class = DeletePage
    PageViewSet.history_view_class = History
    PageViewSet.revisions_revert_view_class = Revert
    PageViewSet.move_view_class = ChoosePlace
    PageViewSet.move_confirm_view_class = ConfirmMove
    PageViewSet.copy_view_class = CopyPage
    PageViewSet.convert_alias_view_class = ConvertAlias
    PageViewSet.lock_view_class = LockPage
    PageViewSet.unlock_view_class = UnlockPage
    PageViewSet.usage_view_class = Usage
    PageViewSet.workflow_history_view_class = Reviews
    PageViewSet.workflow_history_detail_view_class = Review
    PageViewSet.search_view_class = Search
    name_people_of_owners_alone()
    compare_only_what_may_be_seen()
