"""The verbs of the network and of evidence: watch feeds, get originals out, have them stamped."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli_record import HERE, Where, me, opened
from marsad.errors import MarsadError
from marsad.memory import give_back
from marsad.terminal import Output, finish, progress

if TYPE_CHECKING:
    from marsad.ingest.web.client import Client
    from marsad.record.watching import Round, Watcher
    from marsad.store import Store

Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        help="A host of your own network that may be asked, by its name; again for more.",
        metavar="HOST[:PORT]",
    ),
]


def watch(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses of feeds, RSS or Atom.", metavar="URL…")] = None,
    store: Where = HERE,
    listed: Annotated[
        Path | None, typer.Option("--list", help="A file with an address a line, or OPML.", metavar="FILE")
    ] = None,
    every: Annotated[
        float | None, typer.Option(help="Look again so often, until Ctrl-C; once without.", min=1, metavar="MINUTES")
    ] = None,
    allow: Allow = None,
    feed_only: Annotated[bool, typer.Option("--feed-only", help="Fetch no page; read what the feeds hold.")] = False,
    stamp: Annotated[str, typer.Option(help="An RFC 3161 authority that stamps what was fetched.", metavar="URL")] = "",
) -> None:
    """Watch feeds: fetch what is new in them, keep it as it came, and read it into the record.

    Marsad goes to the feeds that you name and to the pages that they list, and nowhere else. It heeds robots.txt, waits a second between
    pages of a host, and asks for nothing twice. A host of your own network is asked only with --allow. What goes wrong is listed, and the
    rest goes on; a feed that fails is left alone for longer each time. Without --every it looks once.

    Examples: `marsad watch https://news.example/feed.xml`; `marsad watch --list feeds.opml --every 30 --store work.db`.
    """
    from marsad.ingest.feed_list import listed as names_of

    feeds = tuple(dict.fromkeys([*(urls or ()), *(names_of(listed) if listed else ())]))
    if not feeds:
        raise MarsadError("name a feed, or a file of them with --list: marsad watch https://news.example/feed.xml")
    try:
        with opened(store, "make") as record:
            _watch(record, feeds, every, (tuple(allow or ()), feed_only, stamp))
    except KeyboardInterrupt:
        sys.stdout.write("\nstopped; what was fetched is kept\n")


def _watch(
    record: Store, feeds: tuple[str, ...], every: float | None, options: tuple[tuple[str, ...], bool, str]
) -> None:
    """Look at feeds, once or at intervals."""
    from marsad.ingest.web.client import Client
    from marsad.ingest.web.manners import Manners
    from marsad.pipeline import prepare
    from marsad.record.watching import Watcher

    allowed, feed_only, stamp = options
    knowledge = prepare()
    with Client(allowed) as client:
        watcher = Watcher(record, Manners(client), knowledge, me(), feed_only)
        behind = True  # a watch before this one may have been cut off before it brought the incidents up to date
        while True:
            try:
                problems = _round(watcher, feeds, _stamping(record, client, stamp), behind=behind)
                behind = False
            except MarsadError as refusal:
                if not every:
                    raise
                problems, behind = [f"{refusal}; this round was not ended, and the next is tried"], True
            if not every:
                finish(problems)
                return
            for problem in problems:
                sys.stderr.write(f"{problem}\n")
            give_back()
            time.sleep(every * 60)


def _round(
    watcher: Watcher, feeds: tuple[str, ...], stamped: Callable[[Round], list[str]], *, behind: bool
) -> list[str]:
    """Look at every feed once, bring the incidents up to date, and say in a line what came of it."""
    from marsad.record.building import processors
    from marsad.record.desk import run_of
    from marsad.record.refresh import refresh

    with progress("feeds and pages fetched") as tick:
        done = watcher.look(feeds, tick)
        changed = 0
        if done.new or behind:
            with watcher.store.transaction(me()) as writing:
                changed = len(refresh(writing, run_of(watcher.knowledge.version), processes=processors()).written)
        problems = done.problems + stamped(done)
    counts = done.counts
    at = watcher.store.clock().strftime("%Y-%m-%d %H:%M")
    sys.stdout.write(
        f"{at} UTC: {counts['asked']} of {len(feeds)} feeds asked, {counts['unchanged']} unchanged; "
        f"{counts['new']} reports new, {counts['again'] + counts['known']} known; {changed} incidents new or changed\n"
    )
    sys.stdout.flush()
    return problems


def _stamping(record: Store, client: Client, authority: str) -> Callable[[Round], list[str]]:
    """Give what has the pages of a round stamped, and the end of the log; without an authority, nothing."""
    from marsad.record.stamping import Stamper
    from marsad.store.stamps import WARC

    stamper = Stamper(record, client, authority, me())

    def stamped(done: Round) -> list[str]:
        fetched = [each for each in done.new if each.media.startswith(WARC)]
        wanted = [(each.id, hashlib.sha256(each.original).hexdigest()) for each in fetched]
        problems = stamper.originals(wanted, lambda _: None)
        return problems or stamper.end()[1]

    return stamped if authority else lambda _: []


def stamp(
    authority: Annotated[str, typer.Option(help="The authority's address.", metavar="URL")],
    store: Where = HERE,
    originals: Annotated[
        bool, typer.Option("--originals", help="Every original that has no timestamp yet, as well; one request each.")
    ] = False,
    allow: Allow = None,
) -> None:
    """Have the end of the log stamped by an RFC 3161 authority: from then on nobody can say that the record was made later.

    The log holds the hash of every original and of every change, so one timestamp of its end speaks for all of them; --originals adds
    one for each original, which can be shown without the record. Nothing but hashes is sent. It needs the extra `evidence`.

    Example: `marsad stamp --authority https://tsa.example/ --store work.db`; `marsad verify` checks what is kept.
    """
    from marsad.ingest.web.client import Client
    from marsad.record.stamping import Stamper
    from marsad.store.stamps import unstamped

    with (
        opened(store, "write") as record,
        Client(tuple(allow or ())) as client,
        progress("timestamps asked for") as tick,
    ):
        stamper = Stamper(record, client, authority, me())
        with record.reading() as connection:
            wanted = unstamped(connection) if originals else ()
        problems = stamper.originals(wanted, tick)
        number, faults = stamper.end()
    if not faults:
        sys.stdout.write(f"{store}: the log is stamped up to entry {number}\n")
    finish([*problems, *faults])


def original(
    document: Annotated[str, typer.Argument(help="The id of a document.")],
    store: Where = HERE,
    output: Output = None,
) -> None:
    """Get out the bytes that a document was read from: a fetched page is a gzipped WARC record (name it .warc.gz).

    Timestamps of it are written beside it, as FILE.tsr. A document that came several times may have several originals: all after the
    first are written with their number.

    Example: `marsad original 3f2a9c0d11223344 -o page.warc.gz`.
    """
    from marsad.store.documents import document as held
    from marsad.store.stamps import originals_of, stamps_of

    with opened(store, "read") as record, record.reading() as connection:
        held(connection, document)
        kept = originals_of(connection, document)
        if output is None:
            sys.stdout.buffer.write(kept[0].content)
            return
        for number, each in enumerate(kept, 1):
            path = output if number == 1 else output.with_name(f"{number}-{output.name}")
            _write(path, each.content)
            for place, token in enumerate(stamps_of(connection, each.digest), 1):
                _write(path.with_name(f"{path.name}{'' if place == 1 else f'.{place}'}.tsr"), token.token)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as refusal:
        raise MarsadError(f"{path}: can't be written ({refusal.strerror}); choose another place with -o") from refusal
    sys.stdout.write(f"{path}: {len(content):,} bytes\n")


VERBS = (watch, stamp, original)
