"""What a request has written stays only when its answer says that it went well."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import User
from network_site.transactions import UnsafeInOneTransaction
from network_site.views import not_whole
from tests.factories import a_person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "stays"),
    [
        (lambda request: HttpResponse(), True),
        (lambda request: HttpResponse(status=400), True),
        (not_whole, False),
        (lambda request: HttpResponse(status=500), False),
    ],
    ids=["well", "refused", "not whole", "broken"],
)
def test_what_was_written_is_undone_when_the_form_was_not_whole(answer, stays):
    def respond(request):
        a_person(email="written@example.org")
        return answer(request)

    request = RequestFactory().post("/en/")
    request.session = SessionStore()

    UnsafeInOneTransaction(respond)(request)

    assert User.objects.filter(email="written@example.org").exists() == stays
