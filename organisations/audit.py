"""How what happened is written down so that nobody can quietly change it.

Each entry carries the digest of the one before, made with a key that is not in the database: HMAC-SHA-256 over
canonical JSON. Rows are only added: the models refuse anything else, and so does the database (audit_guard.py). Whether
the log is whole is found out in verification.py.
"""

import hashlib
import hmac
import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from organisations.models import AuditEntry, AuditHead, Organisation
from organisations.models.audit import public_id

FIRST = "0" * 64


def record(
    action: str,
    *,
    by: User | None,
    organisation: Organisation | None = None,
    about: models.Model | None = None,
    **details: str | int | bool | None,
) -> AuditEntry:
    """Add one entry, in the transaction of the change it tells of.

    Arguments: action, a dotted word such as "page.audience_set"; by, the person, None for the site itself;
    organisation, whose matter it is; about, the thing; details, short codes and numbers, never content or addresses.
    Its time is never before that of the entry before, whatever the clock says.
    """
    with transaction.atomic():
        head = _locked_head()
        now = timezone.now()
        entry = AuditEntry(
            number=head.number + 1,
            at=max(now, head.at) if head.at else now,
            actor=public_id(by),
            organisation=public_id(organisation),
            action=action,
            object_type=_kind(about) if about else "",
            object_id=str(public_id(about) or about.pk) if about else "",
            details=details,
            previous=head.digest,
        )
        entry.digest, entry.undated = digest_of(entry), undated_digest_of(entry)
        entry.save(force_insert=True)
        head.number, head.digest, head.at = entry.number, entry.digest, entry.at
        head.save()
    return entry


def _locked_head() -> AuditHead:
    """The end of the log, held until this transaction ends. A lock on the last entry would not do: whoever waited for
    it would go on from there, beside the entry that was added meanwhile."""
    head = AuditHead.objects.select_for_update().first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1, defaults={"number": 0, "digest": FIRST})
        head = AuditHead.objects.select_for_update().get()
    return head


def digest_of(entry: AuditEntry) -> str:
    """What the digest of this entry must be, from its own values and the digest before it."""
    return keyed_digest(_values(entry))


def undated_digest_of(entry: AuditEntry) -> str:
    """The same of all values but the time."""
    return keyed_digest({name: value for name, value in _values(entry).items() if name != "at"})


def keyed_digest(values: dict[str, Any]) -> str:
    """HMAC-SHA-256 of these values in their canonical form, with the key that is not in the database."""
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(settings.AUDIT_KEY.encode(), canonical.encode(), hashlib.sha256).hexdigest()


def _values(entry: AuditEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": _text(entry.actor),
        "organisation": _text(entry.organisation),
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "details": entry.details,
        "previous": entry.previous,
    }


def _kind(about: models.Model) -> str:
    """The kind of a thing. A page is one whatever its type: all that happened to it is found together."""
    return (Page if isinstance(about, Page) else type(about))._meta.label_lower


def _text(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
