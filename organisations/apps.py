"""How Django finds this app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "organisations"

    def ready(self) -> None:
        from organisations import signals  # noqa: F401 - connects the receivers
        from organisations.boxes import tell_only_what_may_be_seen
        from organisations.collection_policy import keep_files_to_their_organisations
        from organisations.notices import tell_nothing_of_the_content
        from organisations.offers import offer_only_what_is_open
        from organisations.own_tags import offer_own_tags_only
        from organisations.page_rights import answer_by_roles
        from organisations.page_screens import show_own_page_screens
        from organisations.stock import change_stock_wagtail
        from organisations.wall import page_resolvers, people_resolvers  # noqa: F401 - registers them

        keep_files_to_their_organisations()
        change_stock_wagtail()
        answer_by_roles()
        show_own_page_screens()
        offer_only_what_is_open()
        offer_own_tags_only()
        tell_only_what_may_be_seen()
        tell_nothing_of_the_content()
