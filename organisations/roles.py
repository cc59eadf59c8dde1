"""Which roles there are, and what each may do: the one table from which groups and permissions are made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Role:
    """One role.

    code: how it is stored; label: how people say it; enters_admin: whether the editor's screens open at all;
    page_rights and file_rights: codenames of Wagtail permissions on the organisation's workspace and collections; for a
    role in the network, on the front pages, below which the wall and the lists leave the network's own pages alone.
    """

    code: str
    label: "str | _StrPromise"
    enters_admin: bool = True
    page_rights: tuple[str, ...] = ()
    file_rights: tuple[str, ...] = ()


class RoleTable(tuple[Role, ...]):
    def choices(self) -> "list[tuple[str, str | _StrPromise]]":
        return [(role.code, role.label) for role in self]

    def named(self, code: str) -> Role:
        """The role with this code. Raises KeyError when there is none."""
        for role in self:
            if role.code == code:
                return role
        raise KeyError(code)


READER, WRITER, EDITOR, COORDINATOR = "reader", "writer", "editor", "coordinator"
VETTER, DIRECTORY_EDITOR, SECRETARIAT, AUDITOR = "vetter", "directory_editor", "secretariat", "auditor"
# The roles whose people work on an organisation's pages, and those whose people publish them.
WRITING, PUBLISHING = (WRITER, EDITOR, COORDINATOR), (EDITOR, COORDINATOR)
# The roles that coordinators give to others; theirs is given by the secretariat alone.
GIVEN_BY_COORDINATORS = (READER, WRITER, EDITOR)
# Not a role: the group that holds all people of an organisation, whatever their role.
PEOPLE = "people"

WRITES = ("add", "change")
PUBLISHES = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
KEEPS = ("change", "publish")
FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")

ORGANISATION_ROLES = RoleTable(
    (
        Role(READER, _("Reader"), enters_admin=False),
        Role(WRITER, _("Writer"), page_rights=WRITES, file_rights=FILES),
        Role(EDITOR, _("Editor"), page_rights=PUBLISHES, file_rights=FILES),
        Role(COORDINATOR, _("Coordinator"), page_rights=PUBLISHES, file_rights=FILES),
    )
)
NETWORK_ROLES = RoleTable(
    (
        Role(VETTER, _("Vetter")),
        Role(DIRECTORY_EDITOR, _("Directory editor")),
        Role(SECRETARIAT, _("Secretariat"), page_rights=KEEPS),
        Role(AUDITOR, _("Auditor")),
    )
)
MEMBERS_GROUP = "Members of the network"
