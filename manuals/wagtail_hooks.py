"""What manuals add to Wagtail: the screens where editions are released, withdrawn and brought in, and what is due."""

from django.urls import include, path
from wagtail import hooks

from manuals.actions.waiting import due_releases
from manuals.audit_words import WORDS
from manuals.passing import pass_manual_on
from manuals.readers import read_elsewhere
from manuals.remains_elsewhere import editions_that_have_it
from manuals.withdrawable import editions_to_withdraw


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    return [path("manuals/", include("manuals.admin_urls"))]


hooks.register("due_steps", due_releases)
hooks.register("remains_elsewhere", editions_that_have_it)
hooks.register("withdrawable_elsewhere", editions_to_withdraw)
hooks.register("page_passed_on", pass_manual_on)
hooks.register("read_elsewhere", read_elsewhere)
hooks.register("audit_words", lambda: WORDS)
