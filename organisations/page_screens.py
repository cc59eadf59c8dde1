"""Which of the screens behind a page's buttons are ours, and what of Wagtail's is changed where they are not."""


def show_own_page_screens() -> None:
    """Make every change of this module; called once, when the site starts."""
    from wagtail.admin.viewsets.pages import PageViewSet

    from organisations.views.pages.delete import DeletePage

    PageViewSet.delete_view_class = DeletePage
