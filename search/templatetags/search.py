"""How templates name what was found."""

from django import template

from search.registry import KINDS

register = template.Library()


@register.simple_tag
def kind_name(code: str) -> str:
    """What people call one thing of this kind; a kind that nobody named is shown as it is."""
    return str(KINDS[code].one) if code in KINDS else code
