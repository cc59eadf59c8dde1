"""How the demonstration network is made: by the actions that the site itself uses, and only what is not there yet."""

from demonstration.actions.network import make_demonstration

__all__ = ["make_demonstration"]
