"""Whether one command brings the whole site: every server it needs, each with a limit and a check of its health."""

import re

import yaml
from django.conf import settings
from django.core.management import get_commands

SERVICES = yaml.safe_load((settings.BASE_DIR / "compose.yaml").read_text(encoding="utf-8"))["services"]
# One ends by itself, and of the other nothing is known but that it runs.
UNCHECKED = {"prepare", "tasks"}
EVERY_DAY = ["expire_entries", "forget_problems", "forget_imports", "search_check"]


def test_every_server_comes_without_being_asked_for():
    wanted = {"prepare", "site", "tasks", "search", "calendar", "postgres", "elasticsearch", "redis"}

    assert {name for name, service in SERVICES.items() if "profiles" not in service} == wanted


def test_every_service_has_a_limit_and_a_check():
    assert [name for name, service in SERVICES.items() if "mem_limit" not in service] == []
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == UNCHECKED


def test_site_waits_for_the_database_alone():
    own = ("prepare", "site", "tasks", "search", "calendar")

    assert {name for each in own for name in SERVICES[each]["depends_on"]} == {"postgres", "prepare"}
    assert {SERVICES[each]["environment"]["CACHE_URL"] for each in own} == {"${CACHE_URL:-redis://redis:6379/0}"}


def test_calendar_does_what_falls_due():
    told = SERVICES["calendar"]["command"][2].replace("$step", "{step}")

    daily = re.search(r"for step in (.*?);", told)[1].split()
    once = re.findall(r"manage\.py (\w+)", told)
    assert (daily, once) == (EVERY_DAY, ["publish_due", "audit_verify", "audit_checkpoint"])
    assert {*daily, *once} <= get_commands().keys()
