"""Which admin addresses there are, read from the resolver, so that none can appear without being classified."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from organisations.wall.table import ADMIN_ROUTE


def admin_addresses() -> set[tuple[str, str]]:
    """The key of every address below the admin root, as the table writes it."""
    return {
        ("/" + route.removeprefix(ADMIN_ROUTE), name)
        for route, name in _walk(get_resolver().url_patterns, "", ())
        if route.startswith(ADMIN_ROUTE)
    }


def site_addresses() -> set[tuple[str, str]]:
    """Every other address of the site as (route, name); those of one language stand for all."""
    return {
        (route, name) for route, name in _walk(get_resolver().url_patterns, "", ()) if not route.startswith(ADMIN_ROUTE)
    }


def _walk(patterns: list, route: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        # As Django joins them when it resolves an address: where a pattern begins is known by then.
        joined = route + (str(pattern.pattern).removeprefix("^") if route else str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, joined, inner)
        else:
            yield joined, ":".join((*spaces, pattern.name or ""))
