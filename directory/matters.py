"""What the database says about voters and entries, put into the plain shapes that the rules of voting judge."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q

from accounts.models import User
from directory.models import DeclaredConflict, Entry, EntryVersion, ListedState
from directory.votes import Ballot, Matter, Voter
from organisations import roles
from organisations.models import Appointment, Membership, Organisation


def voter_of(person: User | AnonymousUser) -> Voter:
    """This person as a voter, now."""
    return voters_of([person.pk])[person.pk] if person.is_authenticated and person.is_active else Voter(0, None)


def voters_of(people: Iterable[int]) -> dict[int, Voter]:
    """These people as voters, by their id: two queries for any number of them.

    Memberships that have ended still count as nearness; an appointment counts only while it lasts, for an active
    organisation and an account that may sign in.
    """
    wanted = set(people)
    belongs = _belongs_to(wanted)
    appointed = dict(
        Appointment.objects.current()
        .filter(
            person__in=wanted, person__is_active=True, role=roles.VETTER,
            organisation__state=Organisation.State.ACTIVE,
        )
        .values_list("person_id", "organisation_id")
    )  # fmt: skip
    return {person: Voter(person, appointed.get(person), frozenset(belongs[person])) for person in wanted}


def _belongs_to(people: set[int]) -> dict[int, set[int]]:
    """Every organisation of which these people are or were members, or for which they are or were appointed."""
    found: dict[int, set[int]] = defaultdict(set)
    members = Membership.objects.filter(person__in=people).values_list("person_id", "organisation_id")
    appointed = Appointment.objects.filter(person__in=people, organisation__isnull=False)
    for person, organisation in members.union(appointed.values_list("person_id", "organisation_id")):
        found[person].add(organisation)
    return found


def matters_of(entries: Sequence[Entry]) -> dict[int, Matter]:
    """What stands between these entries and their voters, by the entry's id.

    Costs a fixed number of queries for any number of them.
    """
    ids = [entry.pk for entry in entries]
    near = _belongs_to({entry.nominated_by_id for entry in entries if entry.nominated_by_id})
    declared = _sets(DeclaredConflict.objects.filter(entry__in=ids).values_list("entry_id", "organisation_id"))
    edits = EntryVersion.objects.filter(entry__in=ids, round=F("entry__round"), by__isnull=False)
    edited = _sets(edits.values_list("entry_id", "by_id"))
    own, hosts = _own_and_hosts(entries)
    return {
        entry.pk: Matter(
            own=frozenset(own[entry.pk]),
            nominator=frozenset(near[entry.nominated_by_id or 0]) | _some(entry.nominated_for_id),
            host=frozenset(hosts[entry.pk]),
            declared=frozenset(declared[entry.pk]),
            edited_by=frozenset(edited[entry.pk]),
            nominated_by=entry.nominated_by_id,
        )
        for entry in entries
    }


def _own_and_hosts(entries: Sequence[Entry]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The entries' own organisations and those of their hosts: as proposed and as listed, because an edit that takes
    an organisation off an entry must not free that organisation to vote for it."""
    own: dict[int, set[int]] = defaultdict(set)
    hosts: dict[int, set[int]] = defaultdict(set)
    states = ListedState.objects.filter(entry__in=entries)
    listed = list(states.values_list("entry_id", "content__organisation", "content__hosted_by"))
    organisations = {
        str(key): pk
        for pk, key in Organisation.objects.filter(uuid__in=[o for _pk, o, _h in listed if o]).values_list("pk", "uuid")
    }
    host_ids = {entry.hosted_by_id for entry in entries if entry.hosted_by_id}
    host_keys = [h for _pk, _o, h in listed if h]
    bodies = Entry.objects.filter(Q(pk__in=host_ids) | Q(uuid__in=host_keys), organisation__isnull=False)
    by_id, by_key = {}, {}
    for pk, key, organisation in bodies.values_list("pk", "uuid", "organisation_id"):
        by_id[pk] = by_key[str(key)] = organisation
    for entry in entries:
        own[entry.pk] |= _some(entry.organisation_id)
        hosts[entry.pk] |= _some(by_id.get(entry.hosted_by_id or 0))
    for pk, organisation, host in listed:
        own[pk] |= _some(organisations.get(organisation))
        hosts[pk] |= _some(by_key.get(host))
    return own, hosts


def ballots_on(entry: Entry, digest: str) -> list[Ballot]:
    """The votes cast on this difference, in the order in which they were cast, with their voters as they are now."""
    votes = list(entry.votes.filter(digest=digest).order_by("pk"))
    voters = voters_of(vote.person_id for vote in votes)
    return [Ballot(voters[vote.person_id], vote.organisation_id, vote.yes, vote.digest) for vote in votes]


def _sets(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def _some(pk: int | None) -> frozenset[int]:
    return frozenset() if pk is None else frozenset({pk})
