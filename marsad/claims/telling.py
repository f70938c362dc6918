"""Which words tell that an act happened: the others take it up as known, or only speak about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from marsad.claims.casualties import Casualty
from marsad.claims.clauses import Clause, as_stance, stance
from marsad.claims.event import Event
from marsad.claims.scene import AND, Scene
from marsad.claims.setting import is_placed
from marsad.model.mention import Mention
from marsad.model.value import ActSign
from marsad.rules.chart import Node

Manner = Literal["told", "took-up", "matter", "plain"]
_VERB_REACH, _OBLIQUE_REACH, _NEAR, _BEHIND = 8, 16, 3, 6
_WIDEST = 3
_QUESTION = "؟?"
_FIELDS = {"Protests": "protest", "Riots": "protest", "Strategic developments": "strategic"}
_OPEN = ("matter", "occurring")
_FIRST = 2


class Tellings:
    """Judges the acts of one report: one is told where any of its wordings tells it, or people are hurt in it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        longest: dict[int, Node] = {}
        for node in scene.chart.of("telling"):
            if node.start not in longest or node.end > longest[node.start].end:
                longest[node.start] = node
        self._words: dict[int, Node] = {}
        last = 0
        for start, node in longest.items():
            if start >= last:
                self._words[start], last = node, node.end

    def of(self, events: Iterable[Event], casualties: Iterable[Casualty]) -> list[Event]:
        """Give the events that are told."""
        hurt = {id(casualty.event) for casualty in casualties if casualty.event}
        return [event for event in events if id(event) in hurt or self.is_told(event)]

    def is_told(self, event: Event) -> bool:
        """Say whether any wording of an event tells it, or several that are no mere matter name its day and its place."""
        wordings = list(zip(event.told, event.clauses, strict=True))
        if any(self._tells(event, act, clause) for act, clause in wordings):
            return True
        named = [pair for pair in wordings if self.manner(*pair) != "matter"]
        day, place = any(self._has_day(clause) for _, clause in named), any(self._place(*pair) for pair in named)
        return len(named) > 1 and day and place

    def is_foreground(self, event: Event, *, hurt: bool) -> bool:
        """Say whether a wording tells an act as news of its own: by a finite verb, first in its sentence, or with people hurt."""
        return any(
            self.manner(act, clause) == "told" and (hurt or _is_verb(act) or self._opens(act, clause))
            for act, clause in zip(event.told, event.clauses, strict=True)
        )

    def is_concrete(self, event: Event) -> bool:
        """Say whether an event is told, or named with its place and not as the matter of talk, plans or charges."""
        wordings = zip(event.told, event.clauses, strict=True)
        return self.is_told(event) or any(
            self.manner(act, clause) != "matter" and self._place(act, clause) for act, clause in wordings
        )

    def is_spoken_of(self, harm: Casualty) -> bool:
        """Say whether a harm is named by the word for an act that is only spoken about ('the inquiry into the murder of …')."""
        event = harm.event
        if event is None or harm.draft.trigger.tokens not in [act.tokens for act in event.told]:
            return False
        return not self.is_told(event)

    def _tells(self, event: Event, act: Mention, clause: Clause) -> bool:
        """Say whether a wording tells an act: the weaker its manner, the more of its own it must name."""
        manner = self.manner(act, clause)
        opens = self._opens(act, clause)
        day, place = self._has_day(clause), self._place(act, clause)
        if manner == "told":
            return place or opens or bool(event.parties)
        if manner == "took-up" or (opens and manner == "plain"):
            own = day or opens or bool(event.initiators()) or _is_verb(act)
            return (day and (opens or not event.violent)) or (place and own)
        return day and place and bool(event.parties)

    def manner(self, act: Mention, clause: Clause) -> Manner:
        """Say how the words around an act speak of it: the nearest before it decides, else the nearest behind."""
        if self._is_asked(clause):
            return "matter"
        return self._of_verb(act, clause) if _is_verb(act) else self._of_noun(act, clause)

    def _of_verb(self, act: Mention, clause: Clause) -> Manner:
        """A finite verb tells, but not in a relative clause, nor behind a word that leaves it open."""
        first = act.tokens[0]
        led = self._word_before(first)
        kind = led.feature("kind") if led else None
        if kind in ("matter", "occurring"):
            return self._of_noun(act, clause)
        if kind == "took-up" or first - 1 in self.scene.small["relative"]:
            return "took-up"
        return "matter" if "li" in act.particles or (kind == "leads" and self._is_open(act)) else "told"

    def _is_open(self, act: Mention) -> bool:
        return any(node.feature("tense") == "present" for node in self.scene.chart.at(act.tokens[0], "act"))

    def _of_noun(self, act: Mention, clause: Clause) -> Manner:
        before = self._before(act, clause)
        return before if before != "plain" else self._behind(act, clause)

    def _before(self, act: Mention, clause: Clause) -> Manner:
        """Read the words before an act from the nearest to the farthest; a verbal noun passes on to what governs it."""
        occurring, near = False, act.tokens[0]
        for node in self._governors(act, clause):
            kind = _kind(node, act)
            if kind == "occurring" and "li" not in node.particles:
                occurring, near = True, node.start
            elif kind == "occurs" and self._is_real(node, clause):
                return "took-up" if node.start - 1 in self.scene.small["relative"] else "told"
            elif node.end <= near and near - node.start <= (_VERB_REACH if node.feature("far") else _NEAR):
                if kind == "took-up" and not occurring:
                    return "took-up"
                if kind in _OPEN:
                    return "matter"
        return "told" if occurring else "plain"

    def _governors(self, act: Mention, clause: Clause) -> Iterator[Node]:
        """Give the telling words before an act, the nearest first, up to an act that it is not joined to by 'and'."""
        first = act.tokens[0]
        for token in range(first - 1, max(clause.sentence.start, first - _reach(act)) - 1, -1):
            if AND not in act.particles and token in self.scene.at["act"]:
                return
            node = self._words.get(token)
            if node and (token >= clause.start or _kind(node, act) == "matter"):
                yield node

    def _behind(self, act: Mention, clause: Clause) -> Manner:
        """Read the words behind an act: 'the attack took place', and 'the attack that took place' as known."""
        for token in range(act.tokens[1], min(clause.end, act.tokens[1] + _BEHIND)):
            node = self._words.get(token)
            if node and _kind(node, act) == "occurs" and self._is_real(node, clause):
                return "took-up" if token - 1 in self.scene.small["relative"] else "told"
        return "plain"

    def _word_before(self, token: int) -> Node | None:
        """Give the telling word that ends right before a token."""
        for start in range(token - 1, token - _WIDEST - 1, -1):
            if start in self._words and self._words[start].end == token:
                return self._words[start]
        return None

    def _is_real(self, node: Node, clause: Clause) -> bool:
        """Say whether a verb of occurring is not in the future, denied, wished or open."""
        if {"sa", "li"} & set(node.particles) or as_stance(stance(self.scene, clause, node.start)) in (None, "denied"):
            return False
        led = self._word_before(node.start)
        return node.feature("tense") != "present" or led is None or led.feature("kind") != "leads"

    def _is_asked(self, clause: Clause) -> bool:
        return self.scene.mark(clause.sentence.end - 1, _QUESTION)

    def _place(self, act: Mention, clause: Clause) -> bool:
        return is_placed(self.scene, clause, act.tokens[0])

    def _has_day(self, clause: Clause) -> bool:
        return bool(self.scene.within("time", clause.start, clause.end))

    def _opens(self, act: Mention, clause: Clause) -> bool:
        """Say whether an act stands first in its sentence, as headlines and nominal sentences tell."""
        first = act.tokens[0]
        return first - clause.sentence.start <= _FIRST or self.scene.in_title(first)


def _reach(act: Mention) -> int:
    """Give how far before an act its verb may stand: farther with a particle, behind the subject ('the villages … came under')."""
    return _OBLIQUE_REACH if "li" in act.particles else _VERB_REACH


def _kind(node: Node, act: Mention) -> str | None:
    """Give the kind of a telling word for an act; some words tell of protests or of strategic developments only."""
    own = _FIELDS.get(act.value.type) if isinstance(act.value, ActSign) else None
    return (own and node.feature(own)) or node.feature("kind")


def _is_verb(act: Mention) -> bool:
    """Say whether an act is told by a finite verb; so is the harm that stands for an act of its own."""
    return not isinstance(act.value, ActSign) or act.value.shape == "verb"
