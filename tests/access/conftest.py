"""One world for the whole matrix: made once, and undone when its tests are done."""

from tests.access.world import a_world
from tests.factories.once import made_once

world = made_once(a_world)
