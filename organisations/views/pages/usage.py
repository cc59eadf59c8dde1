"""Which of the pages that somebody works on name this one. Those of others are neither named nor counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from accounts.requests import person_of
from organisations import permissions
from organisations.usage import pages_naming


class Usage(View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Raises Http404 for those who do not work on the page."""
        page = get_object_or_404(permissions.editable_pages(request.user), pk=page_id).specific
        context = {"page": page, "naming": pages_naming([page.pk], person_of(request))}
        return render(request, "organisations/admin/pages/usage.html", context)
