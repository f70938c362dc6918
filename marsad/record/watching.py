"""Watching feeds: what is new in them is fetched, kept as it came, and read into the record; one that fails is left alone for longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from marsad.errors import SourceError
from marsad.ingest.fault import Fault
from marsad.ingest.web.answer import Answer
from marsad.ingest.web.entries import Entry, entries
from marsad.ingest.web.manners import Manners, host_of
from marsad.ingest.web.page import document as stored
from marsad.ingest.web.page import page_document
from marsad.ingest.web.waiting import LaterError, asked_to_wait, backed_off
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.record.intake import Tick, take_in
from marsad.store import Store
from marsad.store.feeds import Feed, Seen, feed, key_of, pages_of, put_feed, put_seen, seen, seen_elsewhere

_TRIES = 3
_UNCHANGED = 304
_LONGEST_SIGN = 500


@dataclass(slots=True)
class Round:
    """What came of looking at feeds once: how many were asked, what became of their reports, what went wrong; `new` are documents."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    new: list[Document] = field(default_factory=list)


class _LeaveError(Exception):
    """The server of a feed wants to be left alone until a moment."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


@dataclass(frozen=True, slots=True)
class Watcher:
    """Looks at feeds for a record; `feed_only` fetches no page, and takes what the feeds themselves hold."""

    store: Store
    manners: Manners
    knowledge: Knowledge
    actor: str
    feed_only: bool = False

    def look(self, urls: Iterable[str], tick: Tick) -> Round:
        """Look at each feed once; the trouble of one is listed, and the others go on."""
        done = Round()
        self.manners.forget()
        for url in urls:
            tick(url)
            _Looking(self, url, done, tick).look()
        return done


@dataclass(slots=True)
class _Looking:
    """One look at one feed.

    `waiting` are entries for which it must come again whole, `later` those whose pages are left for another round, by why;
    `shared` are addresses to which several of its entries lead.
    """

    by: Watcher
    url: str
    done: Round
    tick: Tick
    waiting: int = 0
    summaries: int = 0
    later: Counter[str] = field(default_factory=Counter)
    shared: frozenset[str] = frozenset()

    def look(self) -> None:
        """Ask for the feed if its time has come, and take in what is new."""
        now = self._now()
        with self.by.store.reading() as connection:
            stands, known = feed(connection, self.url), seen(connection, self.url)
        if _is_waited_for(stands, now):
            self._note(f"it is left alone until {str(stands.due)[:16]} UTC, as it failed or asked for it")
            return
        self.done.counts["asked"] += 1
        try:
            answer = self.by.manners.get(self.url, _shown(stands))
            self._answered(answer, stands, known)
        except _LeaveError as busy:
            self.done.problems.append(f"{self.url}: its server is busy; it is left alone until {_minute(busy.until)}")
            self._keep(replace(stands, failures=stands.failures + 1, due=_written(busy.until)))
        except SourceError as refusal:
            failures = stands.failures + 1
            self.done.problems.append(_named(self.url, refusal))
            self._keep(replace(stands, failures=failures, due=_written(backed_off(failures, now))))

    def _answered(self, answer: Answer, stands: Feed, known: Mapping[str, Seen]) -> None:
        """Take in what a feed's server answered."""
        if answer.status == _UNCHANGED:
            self.done.counts["unchanged"] += 1
            self._keep(replace(stands, failures=0, due=None))
            return
        until = asked_to_wait(answer, self._now())
        if until:
            raise _LeaveError(until)
        _check(answer)
        found = tuple(entries(answer))
        faults = [str(each) for each in found if isinstance(each, Fault)]
        self.done.problems += faults
        listed = [each for each in found if isinstance(each, Entry)]
        self.shared = _shared(listed)
        for entry in _in_turn(listed, known):
            self._entry(entry, known)
        self._tell()
        if self.waiting or faults:  # it must come again whole, for what could not be had or read this time
            self._keep(Feed(self.url))
        else:
            self._keep(Feed(self.url, _short(answer, "etag"), _short(answer, "last-modified")))

    def _tell(self) -> None:
        """Note what was not fetched, and why."""
        if self.summaries:
            self._note(f"{self.summaries} of its entries hold no more than a summary, and no page was fetched")
        for why, count in self.later.items():
            self._note(f"{count} of its pages wait: {why}")

    def _entry(self, entry: Entry, known: Mapping[str, Seen]) -> None:
        """Take in an entry that is new or changed."""
        new = Seen(_key(entry), key_of(entry.changed, entry.told.title))
        before = known.get(new.key)
        if before and before.mark == _passed_over(new).mark and self.by.feed_only:
            self.waiting += 1
            return
        if before and (before.expunged or (before.mark == new.mark and (before.document or before.failures >= _TRIES))):
            return
        document = self._elsewhere(entry, new)
        if document:
            self._see(replace(new, document=document))
            return
        failures = before.failures if before and before.mark == new.mark else 0
        self._see(self._taken(entry, replace(new, failures=failures)))

    def _taken(self, entry: Entry, new: Seen) -> Seen:
        """Fetch, read and keep an entry; what can't be had now is tried again, what can't be read is not."""
        self.tick(entry.name)
        try:
            answer = self._page(entry)
        except SourceError as refusal:
            return self._instead(entry, new, refusal)
        if answer is None:
            return self._alone(entry, new)
        try:
            document = page_document(answer, self._now(), entry)
        except SourceError as refusal:
            return self._instead(entry, replace(new, failures=_TRIES - 1), refusal)
        return self._kept(document, new)

    def _alone(self, entry: Entry, new: Seen) -> Seen:
        """Take what the feed itself holds of an entry, where no page is fetched; a look that fetches pages takes up the others."""
        try:
            document = stored(entry.own())
        except SourceError:
            self.summaries += 1
            self.waiting += bool(entry.link)
            return _passed_over(new) if entry.link else replace(new, failures=_TRIES)
        return self._kept(document, new)

    def _page(self, entry: Entry) -> Answer | None:
        """Fetch the page of an entry; None where there is none to fetch. A busy host's other pages are left alone as long as it asks."""
        if self.by.feed_only or not entry.link:
            return None
        answer = self.by.manners.page(entry.link, self._may)
        until = asked_to_wait(answer, self._now())
        if until:
            self._keep(Feed(pages_of(host_of(answer.url)), due=_written(until)))
            raise SourceError(f"{answer.url}: its server is busy; pages there are left alone until {_minute(until)}")
        _check(answer)
        return answer

    def _may(self, url: str) -> None:
        """Leave the page of a host for later that was busy, and asked for it."""
        host = host_of(url)
        with self.by.store.reading() as connection:
            stands = feed(connection, pages_of(host))
        if _is_waited_for(stands, self._now()):
            until = _minute(datetime.fromisoformat(str(stands.due)))
            raise LaterError(f"{host} was busy, and its pages are left alone until {until}")

    def _instead(self, entry: Entry, new: Seen, refusal: SourceError) -> Seen:
        """Take what the feed itself holds of an entry whose page can't be had or read; one that is left for later is no failure."""
        try:
            document = stored(entry.own())
        except SourceError as less:
            if isinstance(refusal, LaterError):
                self.waiting += 1
                self.later[str(refusal.__cause__ or refusal)] += 1
                return new
            failures = new.failures + 1
            self.waiting += failures < _TRIES
            over = "; it is not tried again" if failures >= _TRIES else ""
            self.done.problems.append(f"{_named(entry.name, refusal)}; {less}{over}")
            return replace(new, failures=failures)
        self._note(f"{_named(entry.name, refusal)}; the text that the feed itself holds was taken instead")
        return self._kept(document, new)

    def _kept(self, document: Document, new: Seen) -> Seen:
        """Read a document into the record."""
        taken = take_in(self.by.store, [document], self.by.knowledge, self.by.actor, lambda _: None)
        self.done.counts.update(taken.outcomes)
        self.done.problems += taken.failed
        if taken.failed:
            return replace(new, failures=_TRIES)
        if "expunged" not in taken.outcomes:
            self.done.new.append(document)
        return replace(new, document=document.id)

    def _elsewhere(self, entry: Entry, new: Seen) -> str | None:
        """Give the document that the same entry became elsewhere: it leads to the same place, if that tells it from others."""
        alike = new.key if entry.is_bare or entry.name in self.shared else key_of(entry.name)
        with self.by.store.reading() as connection:
            return seen_elsewhere(connection, alike, new.mark)

    def _see(self, entry: Seen) -> None:
        with self.by.store.transaction(self.by.actor) as writing:
            put_seen(writing, self.url, entry)

    def _keep(self, stands: Feed) -> None:
        with self.by.store.transaction(self.by.actor) as writing:
            put_feed(writing, replace(stands, checked=writing.now()))

    def _now(self) -> datetime:
        return self.by.store.clock()

    def _note(self, message: str) -> None:
        self.done.problems.append(f"note: {self.url}: {message}")


def _check(answer: Answer) -> None:
    """Refuse an answer that is no success."""
    if not answer.is_success:
        raise SourceError(f"{answer.url}: the server refused ({answer.status} {answer.reason}); is the address right?")


def _key(entry: Entry) -> str:
    """Hash what names an entry: where it leads, then what the feed calls it, since several may lead to one place."""
    link = key_of(entry.name)
    return link if entry.told.name == entry.name else f"{link}.{key_of(entry.told.name)}"


def _shared(listed: Iterable[Entry]) -> frozenset[str]:
    """Give the addresses to which several entries lead."""
    counted = Counter(name for name, _ in {(each.name, each.told.name) for each in listed})
    return frozenset(name for name, count in counted.items() if count > 1)


def _in_turn(listed: Sequence[Entry], known: Mapping[str, Seen]) -> list[Entry]:
    """Order entries from the oldest on; those that failed before come last, so that a busy page holds up no other for ever."""
    failures = {key: each.failures for key, each in known.items()}
    oldest = list(reversed(listed))
    oldest.sort(key=lambda each: failures.get(_key(each), 0))
    return oldest


def _passed_over(new: Seen) -> Seen:
    """Mark an entry of which the feed alone holds too little: for a look that fetches pages, it is a changed one."""
    return replace(new, mark=key_of(new.mark, "the feed alone"), failures=_TRIES)


def _is_waited_for(stands: Feed, now: datetime) -> bool:
    """Say whether a feed is still to be left alone; a clock that was set back since would make that longer, and ends it."""
    if not stands.due or datetime.fromisoformat(stands.checked) > now:
        return False
    return datetime.fromisoformat(stands.due) > now


def _short(answer: Answer, name: str) -> str | None:
    """Give a header that is to be shown again; one longer than any server needs is passed over."""
    told = answer.headers.get(name)
    return told if told and len(told) <= _LONGEST_SIGN else None


def _shown(stands: Feed) -> dict[str, str]:
    """Give the headers by which a server knows that nothing has changed."""
    told = {"If-None-Match": stands.etag, "If-Modified-Since": stands.modified}
    return {name: value for name, value in told.items() if value}


def _named(url: str, refusal: SourceError) -> str:
    said = str(refusal)
    return said if said.startswith(url) else f"{url}: {said}"


def _minute(moment: datetime) -> str:
    return f"{_written(moment)[:16]} UTC"


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
