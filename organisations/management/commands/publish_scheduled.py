"""In place of Wagtail's command, which stops at the first page that is refused and asks nobody's rights anew."""

from organisations.management.commands.publish_due import Command

__all__ = ["Command"]
