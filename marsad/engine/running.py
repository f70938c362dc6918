"""The run: shards planned, handed out a few ahead, and seen to until every one is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from marsad.engine.executor import Ended, Executor
from marsad.engine.folder import PIECES, Folder, unwritable
from marsad.engine.lock import alone
from marsad.engine.manifest import Made, Sum, broken, conclude, made_of, numbers
from marsad.engine.plan import Cut, Planned, Shard, planned
from marsad.engine.terms import Terms, agree
from marsad.errors import MarsadError, ModelError

_DEATHS = 2
"""So often may a shard cost its worker before it is made report by report."""


@dataclass(slots=True)
class Told:
    """Whom a run tells how it goes: of each shard planned (its cuts and bytes), of each that is made, and of what the user should know."""

    planned: Callable[[Planned], None] = lambda _: None
    made: Callable[[Made, bool], None] = lambda _made, _before: None
    note: Callable[[str], None] = lambda _: None


@dataclass(slots=True)
class Run:
    """One run on a folder."""

    folder: Folder
    terms: Terms
    renew: bool = False
    told: Told = field(default_factory=Told)
    _deaths: Counter[int] = field(default_factory=Counter)
    _open: int = 0

    def run(self, cuts: Iterable[Cut], executor: Callable[[], Executor]) -> Sum:
        """Make every shard of the inputs that is not made yet, and say what came of all."""
        self.folder.make()
        with alone(self.folder.path):
            agree(self.folder, self.terms)
            self.folder.clear()
            try:
                count = self._all(cuts, executor)
                self._cut_off(count)
                self.folder.end()
                return conclude(self.folder, self.terms)
            except OSError as fault:
                raise unwritable(self.folder.path, fault) from fault

    def _all(self, cuts: Iterable[Cut], executor: Callable[[], Executor]) -> int:
        """Go through the inputs to their end; the workers are called only if there is something to make."""
        plan = planned(cuts, self.folder, self.terms)
        count = 0
        for each in plan:
            count += 1
            if not self._held(each):
                break
        else:
            return count
        with executor() as hands:
            self._hand(hands, each)
            for one in plan:
                count += 1
                if not self._held(one):
                    self._hand(hands, one)
            while self._open:
                self._settle(hands)
        return count

    def _held(self, plan: Planned) -> bool:
        """Say whether a shard is made already, of these very pieces and with every byte in its place."""
        self.told.planned(plan)
        shard = plan.shard
        try:
            made = made_of(self.folder, shard.number)
        except ModelError:
            self.told.note(
                f"{self.folder.row(shard.number).name}: this row of the manifest can't be read; its shard is made again"
            )
            return False
        if made is None:
            return False
        if made.pieces != shard.pieces:
            self._changed(f"the reports of shard {shard.number} are not those that it was made of")
            return False
        fault = broken(self.folder, made)
        if fault:
            self.told.note(f"{fault}; it is made again")
            return False
        self.told.made(made, True)
        return True

    def _changed(self, what: str) -> None:
        if not self.renew:
            raise MarsadError(
                f"{self.folder.path}: the inputs have changed since this folder was begun: {what}. Give the same inputs as then, "
                "or --renew to make anew what changed, or another folder with --out"
            )
        self.told.note(f"the inputs have changed: {what}; it is made anew")

    def _hand(self, hands: Executor, plan: Planned) -> None:
        """Hand a shard out; where enough are out, wait until some are back."""
        while self._open >= hands.width:
            self._settle(hands)
        self.folder.unmake(plan.shard.number)
        plan.write()
        hands.hand(plan.shard)
        self._open += 1

    def _settle(self, hands: Executor) -> None:
        for ended in hands.wait():
            if ended.how == "refused":
                raise MarsadError(ended.why)
            if ended.how == "made" and made_of(self.folder, ended.shard.number):
                self._done(ended.shard)
            else:
                self._died(ended, hands)

    def _died(self, ended: Ended, hands: Executor) -> None:
        """Have a shard made again that its worker did not come back from; the second time, report by report."""
        shard = ended.shard
        self._deaths[shard.number] += 1
        if self._deaths[shard.number] < _DEATHS:
            hands.hand(shard)
            return
        from marsad.engine.careful import make_carefully  # noqa: PLC0415  it brings all that reading needs, which is seldom wanted here

        make_carefully(shard)
        self._done(shard)

    def _done(self, shard: Shard) -> None:
        made = made_of(self.folder, shard.number)
        if made is None:
            raise MarsadError(f"{self.folder.row(shard.number)}: was taken away while the run was at work")
        self.folder.part(PIECES, shard.number).unlink(missing_ok=True)
        self._open -= 1
        self.told.made(made, False)

    def _cut_off(self, count: int) -> None:
        """Take away shards for which the inputs have no more reports."""
        for number in (each for each in numbers(self.folder) if each >= count):
            self._changed(f"there are no reports for shard {number} any more")
            self.folder.unmake(number)
        self.folder.cut_off(count)
