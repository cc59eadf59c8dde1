"""All requests of one world, each list made once: with our things, theirs, nobody's, and with ours that name theirs."""

from functools import cached_property

from tests.access.asking import Request, requests
from tests.access.asking_site import site_requests
from tests.access.things import kept_things, things_of, things_of_nobody
from tests.access.world import World


class Asked:
    def __init__(self, world: World) -> None:
        self.world = world
        self.ours, self.theirs = things_of(world.ours), things_of(world.theirs)

    @cached_property
    def of_ours(self) -> list[Request]:
        return [*requests(self.ours), *site_requests(self.world.ours)]

    @cached_property
    def of_theirs(self) -> list[Request]:
        return [*requests(self.theirs), *site_requests(self.world.theirs)]

    @cached_property
    def ours_naming_theirs(self) -> list[Request]:
        return [each for each in requests(self.ours, naming=self.theirs) if each.query or each.body]

    @cached_property
    def theirs_beside_nobodys(self) -> list[tuple[Request, Request]]:
        kept = kept_things(self.theirs)
        pairs = zip(requests(kept), requests(things_of_nobody(kept)), strict=True)
        return [(theirs, nobodys) for theirs, nobodys in pairs if theirs != nobodys]
