"""What an organisation that leaves takes along of the directory: the entries that are its own, as they were voted."""

from collections.abc import Iterator

from directory.models import ListedState
from organisations.export import as_json
from organisations.models import Organisation


def own_entries(organisation: Organisation) -> Iterator[tuple[str, bytes]]:
    """What everybody could read of each entry of this organisation. What was only proposed may be somebody else's, and
    what is kept back for members or vetters is theirs."""
    for listed in ListedState.objects.filter(entry__organisation=organisation).order_by("entry"):
        yield f"entries/{listed.content['slug']}.json", as_json(listed.content)
