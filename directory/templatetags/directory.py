"""What templates of the directory ask: how risky a way is, and a text in the language that has one."""

from django import template

from directory.public import Text, Way, best_text
from directory.words import risk_of

register = template.Library()


@register.simple_tag
def way_risk(way: Way) -> str:
    """One sentence on what others can see when somebody uses this way."""
    return risk_of(way.kind)


@register.simple_tag
def best_of(texts: dict[str, str]) -> Text:
    """The text in the active language, or in the first that has one, with its language."""
    return best_text(texts)
