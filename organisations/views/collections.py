"""Who may read the pictures and files of a collection: the collections of one's own organisations, and the question."""

from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.models import Collection

from accounts.models import User
from accounts.requests import person_of
from content.models import NetworkDocument, NetworkImage
from organisations import permissions
from organisations.actions.audiences import files_audience_of
from organisations.actions.changing_audience import change_files_audience, plan_files_audience
from organisations.forms import FilesAudienceForm, as_choice
from organisations.viewer import viewer_for
from organisations.views.audience import Act, answered
from organisations.wording import Wording, change_in_words


@require_safe
def own_collections(request: HttpRequest) -> HttpResponse:
    """The collections of the person's organisations, with who may read what is in them."""
    words = _words(request)
    rows = [(each, words.rule(each.access.policy.rule), _files_in(each)) for each in _settable(request)]
    return render(request, "organisations/admin/collections/list.html", {"rows": rows})


def files_readers(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Who may read what is in this collection. Raises Http404 for those who do not publish for its organisation."""
    collection = get_object_or_404(_settable(request), pk=collection_id)
    person, to_confirm = person_of(request), None
    if request.method == "POST":
        form = FilesAudienceForm(request.POST, person=person)
        if form.is_valid():
            seen = request.POST.get("seen", "")
            done, to_confirm = answered(form, seen, partial(plan_files_audience, collection), _act(collection, person))
            if done:
                said = _("These are its readers already. Nothing was changed.") if done.is_same else _("Saved.")
                messages.success(request, said)
                return redirect("organisations_admin:collections")
    else:
        form = FilesAudienceForm(person=person, initial={"audience": as_choice(files_audience_of(collection))})
    words = _words(request)
    context = {
        "collection": collection,
        "form": form,
        "rule": words.rule(collection.access.policy.rule),
        "files": _files_in(collection),
        "asked": change_in_words(to_confirm, words, others=0) if to_confirm else None,
    }
    return render(request, "organisations/admin/collections/readers.html", context)


def _act(collection: Collection, person: User) -> Act:
    return lambda audience, seen: change_files_audience(collection, audience, by=person, seen=seen)


def _settable(request: HttpRequest) -> QuerySet[Collection]:
    found = permissions.settable_collections(request.user).select_related("access__owner", "access__policy")
    return found.order_by("access__owner__name", "path")


def _words(request: HttpRequest) -> Wording:
    return Wording(person_of(request), viewer_for(request))


def _files_in(collection: Collection) -> int:
    """How many pictures and files are in a collection."""
    return sum(model.objects.filter(collection=collection).count() for model in (NetworkImage, NetworkDocument))
