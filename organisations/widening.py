"""Who could read something afterwards that cannot now: what a change of readers means, and what was seen of it."""

from collections.abc import Mapping
from hashlib import sha256

from organisations import rules


class Widening:
    """What a change that is to be confirmed does to who may read, for those that keep both rules of each page it
    concerns, by id."""

    before: Mapping[int, rules.Rule]
    after: Mapping[int, rules.Rule]

    @property
    def changed(self) -> list[int]:
        """The ids of what others could read afterwards than now."""
        return [pk for pk, rule in self.after.items() if rule != self.before[pk]]

    @property
    def widened(self) -> list[int]:
        """The ids of what people could read afterwards who cannot read it now."""
        return [pk for pk, rule in self.after.items() if not rules.at_least_as_narrow(rule, self.before[pk])]

    @property
    def narrows(self) -> bool:
        """Whether somebody could read less afterwards."""
        return any(not rules.at_least_as_narrow(self.before[pk], rule) for pk, rule in self.after.items())

    def in_short(self, what: object) -> str:
        """What the change means: whoever confirms it confirms this and nothing that changed meanwhile."""
        both = sorted((pk, rules.key_of(self.before[pk]), rules.key_of(rule)) for pk, rule in self.after.items())
        return in_short(what, both)


def in_short(*facts: object) -> str:
    """What somebody was shown who is asked to confirm it, as a form carries it: equal for equal facts."""
    return sha256(repr(facts).encode()).hexdigest()[:32]
