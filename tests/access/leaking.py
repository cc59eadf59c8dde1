"""Leaks planted on purpose, each as it could come about: what the proofs must find."""

import base64
import gzip
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import override_settings
from taggit.models import Tag
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.models import Collection, Page, PageLogEntry

from accounts.models import User
from organisations import own_tags, permissions, serving
from organisations.collection_policy import OwnFilesPolicy
from organisations.models import AccessPolicy
from organisations.panels import WorkspacesPanel
from organisations.views.files import listing
from organisations.views.pages import history
from organisations.wall import middleware, resolvers
from tests.access.asking import body_of
from tests.access.canaries import THEIRS
from tests.access.papers import a_pdf_saying
from tests.access.proofs import Told

Change = Callable[[HttpRequest, HttpResponse], HttpResponse]
planted: dict[str, Change] = {}


class Leaking:
    """Changes answers as it was told to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return planted["change"](request, self.get_response(request))


def answering(monkeypatch: Any, change: Change) -> None:
    """From now on every answer is changed so."""
    monkeypatch.setitem(planted, "change", change)
    changed = override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, f"{__name__}.Leaking"])
    changed.enable()
    monkeypatch.setattr(Leaking, "undo", changed.disable, raising=False)


def everywhere(monkeypatch: Any, stock: Callable[..., Any], instead: Callable[..., Any]) -> None:
    """Give this function's name to another one in every module that imported it."""
    for module in list(sys.modules.values()):
        if getattr(module, stock.__name__, None) is stock:
            monkeypatch.setattr(module, stock.__name__, instead)


def a_word(told: Told) -> str:
    """One of theirs."""
    return next(word for word in told.words[THEIRS].places if word.startswith("canary"))


# -- Of words: each takes the world and what undoes it, and makes the site tell one -----------------------------------


def wall_and_policy_take_every_picture_for_one_s_own(told: Told, monkeypatch: Any) -> None:
    """Either alone refuses: the view asks the policy once more."""
    monkeypatch.setitem(resolvers._resolvers, "own_image", lambda person, value: True)
    monkeypatch.setattr(OwnFilesPolicy, "user_has_any_permission_for_instance", lambda *asked: True)


def wall_asks_about_the_first_value_only(told: Told, monkeypatch: Any) -> None:
    stock = middleware._values
    monkeypatch.setattr(middleware, "_values", lambda *asked: stock(*asked)[:1])
    everywhere(monkeypatch, permissions.choosable_pages, lambda person: Page.objects.all())
    own = frozenset(Page.objects.filter(access__owner=told.world.ours.organisation).values_list("pk", flat=True))
    monkeypatch.setitem(resolvers._resolvers, "choosable_page", lambda person, value: int(value) in own)


def every_page_may_be_chosen(told: Told, monkeypatch: Any) -> None:
    everywhere(monkeypatch, permissions.choosable_pages, lambda person: Page.objects.all())


def chooser_lists_everybody_s_pictures(told: Told, monkeypatch: Any) -> None:
    def every(self: OwnFilesPolicy, user: Any, actions: Any) -> Any:
        return self.model._default_manager.all()

    monkeypatch.setattr(OwnFilesPolicy, "instances_user_has_any_permission_for", every)


def tags_of_everybody(told: Told, monkeypatch: Any) -> None:
    """As Wagtail's own lists and dialogs have them."""
    everywhere(monkeypatch, own_tags.tags_among, lambda files: Tag.objects.order_by("name"))


def lists_offer_whoever_edited(told: Told, monkeypatch: Any) -> None:
    """As Wagtail's own list of pages does."""
    named = MultipleUserFilter(queryset=User.objects.filter(pk__in=PageLogEntry.objects.values("user_id")))
    monkeypatch.setitem(GenericPageFilterSet.base_filters, "edited_by", named)


def history_tells_every_title(told: Told, monkeypatch: Any) -> None:
    """As Wagtail's own log does of pages from which another one was moved."""
    monkeypatch.setattr(history, "_pages_named_in", lambda entry: set())


def everybody_s_files_are_listed(told: Told, monkeypatch: Any) -> None:
    """The list alone forgets to ask whose a file is."""
    monkeypatch.setattr(listing, "own_files", lambda person, files: files)
    monkeypatch.setattr(listing, "own_collections", lambda person: Collection.objects.all())


def everything_may_be_read(told: Told, monkeypatch: Any) -> None:
    def every(viewer: Any) -> list[int]:
        return list(AccessPolicy.objects.values_list("pk", flat=True))

    everywhere(monkeypatch, permissions.readable_policies, every)
    everywhere(monkeypatch, serving.refuse_unreadable_page, lambda *asked: None)


def everybody_s_files_are_one_s_own(told: Told, monkeypatch: Any) -> None:
    everywhere(monkeypatch, permissions.own_collections, lambda person: Collection.objects.all())


def title_in_a_message(told: Told, monkeypatch: Any) -> None:
    def change(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method == "POST":
            messages.success(request, f"Seen beside {a_word(told)}")
        return response

    answering(monkeypatch, change)


def name_in_a_header(told: Told, monkeypatch: Any) -> None:
    _with_header(told, monkeypatch, "X-Last-Editor", "{}")


def name_of_a_file_in_a_header(told: Told, monkeypatch: Any) -> None:
    _with_header(told, monkeypatch, "Content-Disposition", 'attachment; filename="{}.pdf"')


def _with_header(told: Told, monkeypatch: Any, name: str, value: str) -> None:
    def change(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers[name] = value.format(a_word(told))
        return response

    answering(monkeypatch, change)


def mark_made_of_the_file(told: Told, monkeypatch: Any) -> None:
    digest = next(word for word, place in told.words[THEIRS].places.items() if "sha1" in place)

    def change(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers["ETag"] = f'"{digest}"'
        return response

    answering(monkeypatch, change)


def mail_with_a_title(told: Told, monkeypatch: Any) -> None:
    def change(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        mail.send_mail("Submitted", f"“{a_word(told)}” waits for you", None, [request.user.email])
        return response

    answering(monkeypatch, change)


def row_in_a_table(told: Told, monkeypatch: Any) -> None:
    def table(word: str) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{word}</t></si></sst>")
        return out.getvalue()

    _sent_instead(told, monkeypatch, table)


def words_on_a_page_of_a_document(told: Told, monkeypatch: Any) -> None:
    _sent_instead(told, monkeypatch, a_pdf_saying)


def words_squeezed_in_a_script(told: Told, monkeypatch: Any) -> None:
    _sent_instead(
        told, monkeypatch, lambda word: b"<script>x='%s'</script>" % base64.b64encode(gzip.compress(word.encode()))
    )


def _sent_instead(told: Told, monkeypatch: Any, content: Callable[[str], bytes]) -> None:
    def change(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        body_of(response)  # which closes the file that it may be
        return HttpResponse(content(a_word(told)))

    answering(monkeypatch, change)


# -- Of existence, of state, and of numbers ---------------------------------------------------------------------------


def refusal_of_its_own_for_what_exists(told: Told, monkeypatch: Any) -> None:
    stock = middleware.AdminWall.process_view

    def process_view(self: Any, request: HttpRequest, view: Any, args: tuple, kwargs: dict[str, Any]) -> None:
        try:
            stock(self, request, view, args, kwargs)
        except Http404:
            if Page.objects.filter(pk=kwargs.get("page_id", 0)).exists():
                raise PermissionDenied from None
            raise

    monkeypatch.setattr(middleware.AdminWall, "process_view", process_view)


def longer_answer_for_what_exists(told: Told, monkeypatch: Any) -> None:
    def change(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        match = request.resolver_match
        if response.status_code == 404 and match and Page.objects.filter(pk=match.kwargs.get("page_id", 0)).exists():
            response.content += b"\n"
        return response

    answering(monkeypatch, change)


def count_of_everybody_s_pages_on_the_first_screen(told: Told, monkeypatch: Any) -> None:
    stock = WorkspacesPanel.render_html

    def render_html(self: Any, parent_context: Any = None) -> str:
        return f"{stock(self, parent_context)}<p>{Page.objects.count()}</p>"

    monkeypatch.setattr(WorkspacesPanel, "render_html", render_html)


def refused_request_that_writes(told: Told, monkeypatch: Any) -> None:
    def change(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        match = request.resolver_match
        if match and "page_id" in match.kwargs:
            Page.objects.filter(pk=match.kwargs["page_id"]).update(search_description="seen")
        return response

    answering(monkeypatch, change)


def picture_of_others_moved_by_naming_it(told: Told, monkeypatch: Any) -> None:
    from content.forms import NetworkPageForm
    from content.models import NetworkImage

    def refused(self: Any, references: Any) -> list[str]:
        for each in references:
            NetworkImage.objects.filter(pk=each.pk).update(description="Used on a page")
        return []

    monkeypatch.setattr(NetworkPageForm, "_refused", refused)
