"""Which addresses carry a language, and which must not be given one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware

# Addresses without a language: for these, not found is not found.
WITHOUT_LANGUAGE = ("/admin/", "/drafts/", "/files/", "/media/", "/static/", "/dev/")


class SiteLanguages(LocaleMiddleware):
    """Django's choice of language, which turns a missing page into a redirect to the same address with a language.

    For the admin and for files that would answer a refusal with a redirect instead of the one 404.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)
