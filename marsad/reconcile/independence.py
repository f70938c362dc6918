"""Who speaks for himself: claims that go back to one speaker, one outlet or one copied text count as one source."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from marsad.model.account import Account, Provenance
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.incident import Voice
from marsad.model.value import SourceRef
from marsad.reconcile.copies import copies, outlet_of
from marsad.reconcile.disjoint import Sets
from marsad.reconcile.fingerprint import fingerprint
from marsad.reconcile.speakers import Speaker, is_of, short_names, speaker, speaker_of

__all__ = ["fingerprint", "voices"]

_Deed = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the document it stands in, the speaker that it goes back to, and the text that its document shares with others."""

    claim: ActClaim | HarmClaim
    provenance: Provenance
    speaker: Speaker
    copied: str | None

    @property
    def home(self) -> str:
        """Name whose word it is where no speaker is named: of all that bring the copied text, or of one outlet."""
        return f"copy {self.copied}" if self.copied else outlet_of(self.provenance)

    @property
    def key(self) -> tuple[str, ...]:
        """Name what it has in common with claims of the same source."""
        if self.speaker.sort == "named":
            return ("named", self.speaker.name)
        return (self.speaker.sort, self.home, self.speaker.name)

    @property
    def deed(self) -> _Deed:
        """What it says that a re-telling would say too."""
        if isinstance(self.claim, ActClaim):
            return (self.claim.sub_type, None, None)
        return (self.claim.outcome, self.claim.count.low, self.claim.count.high)

    @property
    def is_telling(self) -> bool:
        """Whether its number is one to know it by again."""
        return isinstance(self.claim, HarmClaim) and self.deed[1:] != (None, None)


def voices(accounts: Sequence[Account]) -> tuple[Voice, ...]:
    """Give the independent sources of the accounts of one incident; each claim belongs to exactly one.

    A claim goes back to the innermost source of its chain. What is named alike is one; an outlet's own word is one, and so is what it
    has from people it does not name. Copies of one text are one, whoever brings them and whether or not they name its speaker.
    """
    told = _told(accounts)
    by_id = {each.claim.id: each for each in told}
    sets = Sets(by_id)
    for first, second in itertools.chain(_of_one_source(told), _of_named_outlets(told)):
        sets.join(first.claim.id, second.claim.id)
    return tuple(sorted((_voice([by_id[claim] for claim in group]) for group in sets.all()), key=_order))


def _told(accounts: Sequence[Account]) -> list[Told]:
    """Give the claims in a fixed order, each once."""
    claims = {claim.id: (claim, account.provenance) for account in accounts for claim in account.claims}
    copied = copies(account.provenance for account in accounts)
    longer = short_names(said.source for claim, _ in claims.values() for said in claim.statement.sources)
    told = [
        Told(claim, provenance, speaker(claim, longer), copied.get(provenance.document))
        for _, (claim, provenance) in sorted(claims.items())
    ]
    return _traced(_traced(told, _of_one_text(told)), _passed_on(told, longer))


_Origins = Mapping[tuple[str, _Deed], Speaker]


def _traced(told: list[Told], origins: _Origins) -> list[Told]:
    """Let claims go back to the speaker who is named for the same elsewhere; `origins` are by where or by whom it was told again."""
    return [replace(each, speaker=origin) if (origin := _origin(each, origins)) else each for each in told]


def _origin(told: Told, origins: _Origins) -> Speaker | None:
    if told.speaker.sort == "named":
        return origins.get((told.speaker.name, told.deed)) if told.is_telling else None
    in_report = origins.get((told.provenance.document, told.deed)) if told.is_telling else None
    return in_report or (origins.get((f"copy {told.copied}", told.deed)) if told.copied else None)


def _of_one_text(told: Iterable[Told]) -> _Origins:
    """Give who is named for what, by report and by copied text: what a headline repeats, or a copy without the name."""
    named = [each for each in told if each.speaker.sort == "named"]
    copied = {(f"copy {each.copied}", each.deed): each.speaker for each in named if each.copied}
    return copied | {(each.provenance.document, each.deed): each.speaker for each in named}


def _passed_on(told: Iterable[Told], longer: Mapping[str, str]) -> _Origins:
    """Give from whom a speaker has what he passes on, where one report says so: others may leave it out."""
    return {
        (speaker_of(said.source, longer).name, each.deed): each.speaker
        for each in told
        if each.speaker.sort == "named"
        for said in each.claim.statement.sources[1:]
        if said.source.named
    }


def _of_one_source(told: Iterable[Told]) -> Iterable[tuple[Told, Told]]:
    """Pair the claims of one key."""
    groups: defaultdict[tuple[str, ...], list[Told]] = defaultdict(list)
    for each in told:
        groups[each.key].append(each)
    return [pair for group in groups.values() for pair in itertools.pairwise(group)]


def _of_named_outlets(told: Sequence[Told]) -> Iterable[tuple[Told, Told]]:
    """Pair an outlet's own word with what others have from the outlet by name."""
    named = {each.speaker.name: each for each in told if each.speaker.sort == "named"}
    own = [each for each in told if each.speaker.sort == "own"]
    return [(each, quoted) for name, quoted in named.items() for each in own if is_of(each.provenance, name)]


def _voice(told: list[Told]) -> Voice:
    documents = tuple(sorted({each.provenance.document for each in told}))
    origin = _spoken_by(told)
    return Voice(origin, documents, tuple(sorted(each.claim.id for each in told)), _reason(told, origin))


def _spoken_by(told: list[Told]) -> SourceRef | None:
    """Give the speaker named by most of the claims; people without a name only where nobody is named."""
    for sort in ("named", "unnamed"):
        sources = [each.speaker.source for each in told if each.speaker.sort == sort and each.speaker.source]
        if sources:
            found = Counter(sources)
            return min(found, key=lambda source: (-found[source], source.name, str(source.id)))
    return None


def _reason(told: list[Told], origin: SourceRef | None) -> str:
    bringing = len({outlet_of(each.provenance) for each in told})
    copied = len({each.provenance.document for each in told if each.copied})
    if copied > 1:
        return f"one text in {copied} documents" + (f", which goes back to {origin.name}" if origin else "")
    if origin and origin.named:
        return f"{bringing} outlets go back to {origin.name}" if bringing > 1 else f"{origin.name} alone"
    return f"{origin.name}, whom one outlet does not name" if origin else "the outlet's own word"


def _order(voice: Voice) -> tuple[str, ...]:
    return (voice.documents[0], voice.claims[0])
