"""A release whose process is killed leaves the old edition whole, or the new one: readers who look all the time never
see a mix of both."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from manuals.models import Edition, ManualPage
from tests.manuals.test_faults import network, seen

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

RELEASE = """
import sys, django
django.setup()
from manuals.actions import Release, release_edition
from manuals.models import ManualPage
manual = ManualPage.objects.get()
print("ready", flush=True)
sys.stdin.readline()
release_edition(manual, Release("2.0", ("en",), changes={"en": "Two are safer."}), by=None)
"""
AFTER = (0.0, 0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.3, 0.5, 2.0)  # seconds


def releasing():
    """A process of its own that releases when it is told to."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "network_site.settings.test",
    }
    process = subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-c", RELEASE], cwd=settings.BASE_DIR, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other process opens the file of the database")
def test_killed_release_leaves_one_edition_whole():
    network()
    before, found, pages = seen(), [], set()

    for seconds in AFTER:
        process = releasing()
        process.stdin.write("go\n")
        process.stdin.flush()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            caches["pages"].clear()
            pages.add(tuple(seen()[0]))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        caches["pages"].clear()
        found.append(seen())
        if Edition.objects.filter(number="2.0").exists():
            break

    assert ManualPage.objects.count() == 1
    assert [each == before for each in found[:-1]] == [True] * (len(found) - 1)
    assert found[-1][0] == [(False, True)] * 3
    assert found[-1][2:] == ((2, 6), {"2.0"}, 2)
    # Each page is whole; what one request shows after another may be of the next edition.
    assert {pair for row in pages for pair in row} <= {(True, False), (False, True)}
