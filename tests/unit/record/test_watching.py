"""Watching feeds of a real host: what is new is fetched once and kept as it came; what goes wrong is listed, and the rest goes on."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feed_host import Asked, Host, Route, answer, article, bomb, endless, hosting, item, moved, rss

from marsad.ingest.web import Client, Limits, warc
from marsad.ingest.web.manners import Manners
from marsad.knowledge.load import load
from marsad.model.document import document_id
from marsad.record.evidence import examine
from marsad.record.intake import reading as analysed
from marsad.record.watching import Round, Watcher
from marsad.store import Store, put_readings
from marsad.store.documents import all_documents
from marsad.store.expunge import Order, expunge
from marsad.store.feeds import feed
from marsad.store.verify import verify

LIMITS = Limits(size=3_000_000, seconds=2, patience=1)
STRIKE = "قُتل أربعة مدنيين وأصيب سبعة آخرون في قصف مدفعي على قرية تل السنديان بريف حلب، وفق ما قال مسعفون اليوم."
MINE = "قالت فرق الإنقاذ إن طفلين قتلا بانفجار لغم من مخلفات الحرب في محيط بلدة الزهور الغربية بريف حماة صباح اليوم."
LONG = f"{STRIKE} {MINE} وأضافت الفرق أن عمليات البحث مستمرة في المكان، وأن الأهالي نزحوا من القرية إلى بلدات مجاورة خوفا من تجدد القصف."


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 3, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Watch:
    """A record, a host, and what looks at one for the other; `pauses` are those that were waited."""

    host: Host
    store: Store
    clock: Clock
    client: Client
    pauses: list[float] = field(default_factory=list)
    feed_only: bool = False

    def look(self, *urls: str) -> Round:
        manners = Manners(self.client, 1.0, self.pauses.append, lambda: 0.0)
        return Watcher(self.store, manners, load(), "test", self.feed_only).look(urls, lambda _: None)

    def pages(self) -> list[str]:
        with self.store.reading() as connection:
            return sorted(str(each.url) for each in all_documents(connection))

    def faults(self) -> list[str]:
        with self.store.reading() as connection:
            return [str(each) for each in (*verify(connection), *examine(connection).faults)]


@pytest.fixture
def watch(url: str) -> Iterator[Watch]:
    clock = Clock()
    with hosting() as host, Store.open(url, clock) as store, Client([host.name], LIMITS) as client:
        host.routes |= {
            "/strike": answer(article("قصف على قرية", STRIKE)),
            "/mine": answer(article("انفجار لغم", MINE)),
        }
        yield Watch(host, store, clock, client)


def test_what_is_new_is_fetched_once_and_kept_as_it_came(watch: Watch) -> None:
    host = watch.host
    host.routes["/old"] = moved("/strike")
    url = host.feed("/feed", item(host.url("/old"), "قصف"), item(host.url("/mine"), "لغم"), etag='"one"')
    done = watch.look(url)
    assert (done.counts["asked"], done.counts["new"], done.problems) == (1, 2, [])
    assert watch.pages() == [host.url("/mine"), host.url("/strike")]
    with watch.store.reading() as connection:
        strike = next(each for each in all_documents(connection) if each.url == host.url("/strike"))
    record = warc.opened(strike.original)
    assert (strike.media, record.url, record.at, record.status) == (
        "application/warc",
        host.url("/strike"),
        "2026-03-03T12:00:00Z",
        200,
    )
    assert record.payload == answer(article("قصف على قرية", STRIKE)).partition(b"\r\n\r\n")[2]
    assert (str(strike.published), strike.outlet) == ("2026-03-03", "شبكة المثال")
    assert watch.faults() == []
    again = watch.look(url)
    assert (again.counts["asked"], again.counts["new"], again.problems) == (1, 0, [])
    assert host.asked[-1].headers["if-none-match"] == '"one"'
    assert host.paths().count("/mine") == 1


def test_a_feed_that_did_not_change_is_not_sent_again(watch: Watch) -> None:
    host = watch.host
    whole = answer(rss(item(host.url("/mine"))), "application/xml", "Last-Modified: Tue, 03 Mar 2026 08:00:00 GMT")

    def conditional(asked: Asked) -> list[bytes]:
        same = asked.headers.get("if-modified-since") == "Tue, 03 Mar 2026 08:00:00 GMT"
        return [b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n" if same else whole]

    host.routes["/feed"] = conditional
    assert watch.look(host.url("/feed")).counts["new"] == 1
    assert watch.look(host.url("/feed")).counts["unchanged"] == 1


def test_an_entry_that_changed_is_fetched_as_a_new_report(watch: Watch) -> None:
    host = watch.host
    url = host.feed("/feed", item(host.url("/mine"), when="Tue, 03 Mar 2026 08:00:00 +0300"))
    watch.look(url)
    host.routes["/mine"] = answer(article("انفجار لغم", MINE.replace("طفلين قتلا", "ثلاثة أطفال قتلوا")))
    assert watch.look(url).counts["new"] == 0
    host.feed("/feed", item(host.url("/mine"), when="Tue, 03 Mar 2026 11:00:00 +0300"))
    assert watch.look(url).counts["new"] == 1
    assert watch.pages() == [host.url("/mine")] * 2


def test_a_page_of_two_feeds_is_fetched_once(watch: Watch) -> None:
    host = watch.host
    one, two = host.feed("/one", item(host.url("/mine"))), host.feed("/two", item(host.url("/mine"), told="لغم"))
    assert watch.look(one, two).counts["new"] == 1
    assert host.paths().count("/mine") == 1
    host.feed("/two", called(item(host.url("/mine")), "17"))
    assert watch.look(two).problems == []
    assert host.paths().count("/mine") == 1


def called(entry: str, name: str) -> str:
    """Give an entry the name that its feed calls it by."""
    return entry.replace("</item>", f'<guid isPermaLink="false">{name}</guid></item>')


def test_a_correction_that_another_feed_lists_first_is_fetched(watch: Watch) -> None:
    host = watch.host
    one = host.feed("/one", item(host.url("/strike"), "قصف"))
    watch.look(one)
    host.routes["/strike"] = answer(article("تصحيح", STRIKE.replace("أربعة", "ستة")))
    two = host.feed("/two", item(host.url("/strike"), "تصحيح", when="Wed, 04 Mar 2026 08:00:00 +0300"))
    assert watch.look(two).counts["new"] == 1
    host.feed("/one", item(host.url("/strike"), "تصحيح", when="Wed, 04 Mar 2026 08:00:00 +0300"))
    assert watch.look(one).problems == []
    assert host.paths().count("/strike") == 2


def test_robots_are_heeded_and_the_text_of_the_feed_is_taken_instead(watch: Watch) -> None:
    host = watch.host
    host.routes["/robots.txt"] = answer(
        "User-agent: *\nDisallow: /mine\nDisallow: /strike\nCrawl-delay: 7\n", "text/plain"
    )
    url = host.feed("/feed", item(host.url("/mine"), told=LONG), item(host.url("/strike"), told="قصف على قرية"))
    done = watch.look(url)
    assert done.counts["new"] == 1
    assert any(
        each.startswith("note: ") and "forbids it" in each and "was taken instead" in each for each in done.problems
    )
    assert any(each.startswith(host.url("/strike")) and "no more than a summary" in each for each in done.problems)
    assert host.paths() == ["/robots.txt", "/feed"]
    assert set(watch.pauses) <= {1.0, 7.0}
    assert watch.faults() == []


def test_a_pause_lies_between_pages_of_a_host(watch: Watch) -> None:
    host = watch.host
    watch.look(host.feed("/feed", item(host.url("/mine")), item(host.url("/strike"))))
    assert host.paths() == ["/robots.txt", "/feed", "/strike", "/mine"]
    assert watch.pauses == [1.0] * 3


@pytest.mark.parametrize(
    ("status", "why"), [("500 Oops", "nothing is fetched"), ("503 Busy", "nothing is fetched"), ("404 None", "")]
)
def test_rules_that_can_not_be_had_now_forbid_and_rules_that_are_not_there_allow(
    watch: Watch, status: str, why: str
) -> None:
    host = watch.host
    host.routes["/robots.txt"] = answer("x", status=status)
    done = watch.look(host.feed("/feed", item(host.url("/mine"))))
    assert done.counts["new"] == (0 if why else 1)
    assert all(why in each for each in done.problems)
    assert bool(done.problems) == bool(why)


def test_a_crawl_delay_beyond_all_patience_leaves_pages_for_later(watch: Watch) -> None:
    host = watch.host
    host.routes["/robots.txt"] = answer("User-agent: marsad\nCrawl-delay: 86400\n", "text/plain")
    host.routes["/old"] = moved("/strike")
    url = host.feed("/feed", item(host.url("/mine")), item(host.url("/old")), item(host.url("/third")), etag='"1"')
    host.routes["/third"] = answer(article("لغم ثالث", MINE + STRIKE))
    said = [watch.look(url) for _ in range(4)]
    assert [each.counts["new"] for each in said] == [1, 1, 1, 0]
    assert "2 of its pages wait: " in said[0].problems[0]
    assert "86400 seconds between two pages" in said[0].problems[0]
    assert "1 of its pages wait: " in said[1].problems[0]
    assert [each.problems for each in said[2:]] == [[], []]
    assert max(watch.pauses) <= 60
    assert [path for path in host.paths() if path not in ("/robots.txt", "/feed")] == [
        "/third",
        "/old",
        "/strike",
        "/mine",
    ]


def test_a_host_with_a_long_crawl_delay_has_it_between_pages_and_a_minute_after_feeds(watch: Watch) -> None:
    host, now = watch.host, [0.0]
    at: list[tuple[str, float]] = []

    def pause(seconds: float) -> None:
        now[0] += seconds

    def page(asked: Asked) -> list[bytes]:
        at.append((asked.path, now[0]))
        return [answer(article("لغم", MINE + asked.path))]

    host.routes["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 150\n", "text/plain")
    host.routes |= dict.fromkeys(("/a", "/b"), page)
    one, two = host.feed("/one", item(host.url("/a"))), host.feed("/two", item(host.url("/b")))
    watcher = Watcher(watch.store, Manners(watch.client, 1.0, pause, lambda: now[0]), load(), "test")
    first = watcher.look([one, two], lambda _: None)
    assert (first.counts["asked"], first.counts["new"]) == (2, 1)
    assert all(each.startswith("note: ") for each in first.problems)
    watcher.look([one, two], lambda _: None)
    assert [path for path, _ in at] == ["/a", "/b"]
    assert at[1][1] - at[0][1] >= 150


def test_with_feeds_alone_no_page_is_fetched(watch: Watch) -> None:
    host = watch.host
    watch.feed_only = True
    url = host.feed("/feed", item(host.url("/mine"), told=f"<p>{STRIKE}</p><p>{LONG}</p>"), item(host.url("/strike")))
    done = watch.look(url)
    assert done.counts["new"] == 1
    assert [each for each in done.problems if not each.startswith("note: ")] == []
    assert host.paths() == ["/robots.txt", "/feed"]
    with watch.store.reading() as connection:
        (kept,) = all_documents(connection)
    assert kept.text == f"خبر\n\n{STRIKE}\n{LONG}"


def test_a_busy_server_is_left_until_it_said(watch: Watch) -> None:
    host = watch.host
    url = host.feed("/feed", item(host.url("/mine")))
    good = host.routes["/feed"]
    host.routes["/feed"] = answer("later", "text/plain", "Retry-After: 3600", status="429 Too Many Requests")
    assert "left alone until 2026-03-03T13:00" in watch.look(url).problems[0]
    host.routes["/feed"] = good
    watch.clock.now += timedelta(minutes=59)
    assert watch.look(url).counts["asked"] == 0
    watch.clock.now += timedelta(minutes=2)
    assert watch.look(url).counts["new"] == 1


def test_a_clock_that_is_set_back_leaves_no_feed_alone_for_longer(watch: Watch) -> None:
    host = watch.host
    url = host.feed("/feed", item(host.url("/mine")))
    good = host.routes["/feed"]
    host.routes["/feed"] = answer("later", "text/plain", "Retry-After: 3600", status="429 Too Many Requests")
    watch.look(url)
    host.routes["/feed"] = good
    watch.clock.now -= timedelta(days=1)
    assert watch.look(url).counts["new"] == 1


def test_summaries_that_a_look_at_feeds_alone_passed_over_are_fetched_later(watch: Watch) -> None:
    host = watch.host
    whole = answer(rss(item(host.url("/strike")), item(host.url("/mine"), told=LONG)), "text/xml", 'ETag: "1"')

    def conditional(asked: Asked) -> list[bytes]:
        same = asked.headers.get("if-none-match") == '"1"'
        return [b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n" if same else whole]

    host.routes["/feed"] = conditional
    watch.feed_only = True
    first, second = watch.look(host.url("/feed")), watch.look(host.url("/feed"))
    assert (first.counts["new"], second.counts["new"]) == (1, 0)
    assert "1 of its entries hold no more than a summary" in first.problems[0]
    assert second.problems == []
    watch.feed_only = False
    done = watch.look(host.url("/feed"))
    assert (done.counts["new"], done.problems) == (1, [])
    assert watch.pages() == [host.url("/mine"), host.url("/strike")]
    assert watch.look(host.url("/feed")).counts["unchanged"] == 1


@pytest.mark.parametrize("page", [answer("<html><body><div id=app></div></body></html>"), answer("x", "image/png")])
def test_where_a_page_can_not_be_read_the_text_of_the_feed_is_taken(watch: Watch, page: bytes) -> None:
    host = watch.host
    host.routes["/script"] = page
    url = host.feed("/feed", item(host.url("/script"), told=LONG))
    done = watch.look(url)
    assert done.counts["new"] == 1
    assert done.problems[0].startswith(f"note: {url}: {host.url('/script')}: ")
    assert "was taken instead" in done.problems[0]
    assert watch.look(url).counts["new"] == 0
    assert host.paths().count("/script") == 1


def test_of_a_feed_that_was_cut_off_what_came_later_is_read_in_the_end(watch: Watch) -> None:
    host = watch.host
    whole = rss(item(host.url("/strike")), item(host.url("/mine"))).encode()
    sent = [whole[: whole.index(b"</item>") + 20], whole]

    def broken(asked: Asked) -> list[bytes]:
        if asked.headers.get("if-none-match") == '"1"':
            return [b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"]
        return [answer(sent.pop(0), "application/rss+xml", 'ETag: "1"')]

    host.routes["/feed"] = broken
    assert "no good XML" in watch.look(host.url("/feed")).problems[0]
    assert watch.look(host.url("/feed")).counts["new"] == 1
    assert watch.pages() == [host.url("/mine"), host.url("/strike")]
    assert watch.look(host.url("/feed")).counts["unchanged"] == 1


def test_entries_that_lead_to_one_place_are_told_apart_by_what_the_feed_calls_them(watch: Watch) -> None:
    host = watch.host
    watch.feed_only = True

    def bare(name: str, told: str) -> str:
        return called(f"<item><link>{host.url('/')}</link><description>{told}</description></item>", name)

    url = host.feed("/feed", bare("1", LONG))
    assert watch.look(url).counts["new"] == 1
    later = [bare(str(n), LONG.replace("أربعة", number)) for n, number in ((3, "ستة"), (2, "خمسة"))]
    host.feed("/feed", *later, bare("1", LONG))
    assert watch.look(url).counts["new"] == 2
    assert watch.look(url).counts == {"asked": 1}


def test_a_page_of_several_gzip_members_is_read_to_its_end(watch: Watch) -> None:
    host = watch.host
    page = article("قصف", STRIKE + MINE).encode()
    half = page.index(MINE.encode())
    host.routes |= {
        "/parts": answer(
            gzip.compress(page[:half]) + gzip.compress(page[half:]), "text/html", "Content-Encoding: gzip"
        ),
        "/old-name": answer(gzip.compress(page + b" "), "text/html", "Content-Encoding: x-gzip"),
    }
    done = watch.look(host.feed("/feed", item(host.url("/parts")), item(host.url("/old-name"))))
    assert (done.counts["new"], done.problems) == (2, [])
    with watch.store.reading() as connection:
        assert all(MINE in each.text for each in all_documents(connection))
    assert watch.faults() == []


def test_words_beside_the_status_may_be_in_any_letters(watch: Watch) -> None:
    host = watch.host
    host.routes["/strike"] = answer(article("قصف", STRIKE)).replace(b"200 OK", b"200 Tr\xe8s bien")
    done = watch.look(host.feed("/feed", item(host.url("/strike"))))
    assert (done.counts["new"], done.problems, watch.faults()) == (1, [], [])


def test_a_busy_page_holds_up_its_host_as_long_as_it_asks_and_nothing_else(watch: Watch) -> None:
    host = watch.host
    with hosting() as other, Client([host.name, other.name], LIMITS) as client:
        watch.client = client
        other.routes["/there"] = answer(article("لغم", MINE + STRIKE))
        listed = [item(host.url("/mine")), item(other.url("/there")), item(host.url("/busy"))]
        url = host.feed("/feed", *listed, etag='"one"')
        host.routes["/busy"] = answer("", "text/plain", "Retry-After: 3600", status="503 Busy")
        first = watch.look(url)
        assert watch.pages() == [other.url("/there")]
        assert "busy; pages there are left alone until 2026-03-03T13:00 UTC" in first.problems[0]
        assert "1 of its pages wait: " in first.problems[1]
        watch.clock.now += timedelta(minutes=50)
        assert watch.look(url).counts["asked"] == 1
        assert host.paths().count("/busy") == 1
        watch.clock.now += timedelta(minutes=11)
        assert watch.look(url).counts["new"] == 1
        assert host.paths()[-2:] == ["/mine", "/busy"]
        said = []
        for _ in range(2):
            watch.clock.now += timedelta(minutes=61)
            said.append(watch.look(url).problems)
        assert ["not tried again" in each[0] if each else None for each in said] == [True, None]
        assert host.paths().count("/busy") == 3


def test_a_busy_page_of_which_the_feed_holds_all_is_taken_from_the_feed(watch: Watch) -> None:
    host = watch.host
    host.routes["/busy"] = answer("", "text/plain", "Retry-After: 3600", status="429 Too Many Requests")
    url = host.feed("/feed", item(host.url("/busy"), told=LONG))
    assert watch.look(url).counts["new"] == 1
    assert watch.look(url).problems == []


def test_a_busy_page_is_fetched_when_its_time_has_come(watch: Watch) -> None:
    host = watch.host
    url = host.feed("/feed", item(host.url("/busy")), item(host.url("/mine")), etag='"one"')
    host.routes["/busy"] = answer("", "text/plain", "Retry-After: Tue, 03 Mar 2026 12:30:00 GMT", status="503 Busy")
    assert watch.look(url).counts["new"] == 1
    host.routes["/busy"] = answer(article("قصف", STRIKE))
    watch.clock.now += timedelta(minutes=31)
    done = watch.look(url)
    assert (done.counts["new"], done.problems) == (1, [])
    assert "if-none-match" not in next(each for each in reversed(host.asked) if each.path == "/feed").headers


def test_a_feed_that_fails_is_left_alone_for_longer_each_time(watch: Watch) -> None:
    host = watch.host
    url = host.url("/feed")
    waited = []
    for _ in range(4):
        assert watch.look(url).counts["asked"] == 1
        with watch.store.reading() as connection:
            due = datetime.fromisoformat(str(feed(connection, url).due))
        waited.append(due - watch.clock.now)
        watch.clock.now = due
    assert waited == [timedelta(minutes=5 * 2**n) for n in range(4)]
    host.feed("/feed", item(host.url("/mine")))
    assert watch.look(url).counts["new"] == 1
    with watch.store.reading() as connection:
        assert (feed(connection, url).failures, feed(connection, url).due) == (0, None)


def test_a_page_that_can_not_be_had_is_tried_three_times(watch: Watch) -> None:
    host = watch.host
    url = host.feed("/feed", item(host.url("/gone")), etag='"one"')
    said = [watch.look(url).problems for _ in range(4)]
    assert ["not tried again" in each[0] if each else None for each in said] == [False, False, True, None]
    assert host.paths().count("/gone") == 3


BAD: dict[str, tuple[Route, str]] = {
    "within": (moved("http://169.254.169.254/latest/"), "where Marsad does not go by itself"),
    "loop": (moved("/loop"), "redirected more than 5 times"),
    "endless": (endless(b"<item>" * 1000), "larger than the limit"),
    "bomb": (bomb(8), "larger than the limit"),
    "picture": (answer("GIF89a", "image/gif"), "its server says that it is image/gif"),
    "page": (answer(article("عنوان", MINE)), "it is a web page and no feed"),
    "words": (answer("سلام عليكم", "application/rss+xml"), "it is no good XML"),
    "binary": (answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "application/rss+xml"), "it is a picture"),
    "nothing": (answer("", "application/rss+xml"), "sent nothing"),
    "refused": (answer("", status="403 Forbidden"), "refused (403 Forbidden)"),
    "swelling": (
        answer(rss(item("&b;"), head='<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'), "text/xml"),
        "it defines entities",
    ),
    "outside": (
        answer(rss(item("x"), head='<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "text/xml"),
        "it defines entities",
    ),
    "busy": (
        answer("", "text/plain", f"Retry-After: Wed, 09 Jan 2019 10:00:00 +{'9' * 20}", status="503 Busy"),
        "refused (503 Busy)",
    ),
    "broken": (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss>", "broke off"),
}  # fmt: skip


def test_every_bad_feed_is_one_sentence_and_the_rest_goes_on(watch: Watch) -> None:
    host = watch.host
    for name, (route, _) in BAD.items():
        host.routes[f"/{name}"] = route
    good = host.feed("/good", item(host.url("/mine")))
    done = watch.look(*(host.url(f"/{name}") for name in BAD), "not an address", "http://[::1]:1/", good)
    said = {each.partition(": ")[0].removeprefix(host.url("/")): each for each in done.problems}
    assert len(done.problems) == len(BAD) + 2
    assert all("\n" not in each for each in done.problems)
    assert {name: why in said[name] for name, (_, why) in BAD.items()} == dict.fromkeys(BAD, True)
    assert done.counts["new"] == 1
    assert watch.faults() == []


def test_bad_pages_of_a_good_feed_are_one_sentence_each(watch: Watch) -> None:
    host = watch.host
    host.routes |= {
        "/inner": moved("http://10.0.0.1/"),
        "/picture": answer(b"\x89PNG", "image/png"),
        "/lie": answer(b"\x89PNG\r\n\x1a\n", "text/html"),
        "/cp1256": answer(article("لغم", f"{MINE} مرة أخرى").encode("cp1256", "replace"), "text/html; charset=utf-8"),
        "/english": answer(article("News", "Nothing in this page is written in Arabic, so it can't be read here.")),
        "/empty": answer(""),
    }
    links = [host.url(path) for path in ("/inner", "/picture", "/lie", "/cp1256", "/english", "/empty", "/mine")]
    url = host.feed("/feed", *(item(link) for link in (*links, "javascript:alert(1)", "file:///etc/passwd")))
    done = watch.look(url)
    assert watch.pages() == [host.url("/cp1256"), host.url("/mine")]
    assert len(done.problems) == 7
    assert not any("Traceback" in each or "\n" in each for each in done.problems)


def test_what_is_expunged_goes_with_its_page_and_never_comes_again(watch: Watch) -> None:
    host = watch.host
    url = host.feed("/feed", item(host.url("/mine")))
    watch.look(url)
    with watch.store.reading() as connection:
        (kept,) = all_documents(connection)
    with watch.store.transaction("test") as writing:
        expunge(writing, Order(kept.id, "safety", ("One", "Two")))
    assert watch.faults() == []
    host.feed("/feed", item(host.url("/mine"), "بعنوان جديد", when="Wed, 04 Mar 2026 08:00:00 +0300"))
    host.routes["/mine"] = answer(article("انفجار لغم", MINE + " وعاد الهدوء."))
    assert watch.look(url).counts["new"] == 0
    host.feed("/feed", called(item(host.url("/mine"), "بعنوان ثالث"), "17"))
    other = host.feed("/other", called(item(host.url("/mine"), "بعنوان رابع"), "18"))
    assert watch.look(url, other).counts["new"] == 0
    assert host.paths().count("/mine") == 1
    if watch.store.engine.dialect.name == "sqlite":
        left = b"".join(path.read_bytes() for path in _files(watch.store.name))
        assert MINE.encode() not in left
        assert host.url("/mine").encode() not in left
        assert b"WARC/1.1" not in left


def _files(name: str) -> list[Path]:
    return [path for path in Path(name).parent.glob(f"{Path(name).name}*") if path.is_file()]


def test_a_page_changed_in_the_record_is_found_out(watch: Watch) -> None:
    host = watch.host
    watch.look(host.feed("/feed", item(host.url("/mine"))))
    with watch.store.reading() as connection:
        (kept,) = all_documents(connection)
    changed = replace(kept, url=host.url("/elsewhere"))
    changed = replace(changed, id=document_id(kept.text, kept.title, kept.published, kept.outlet, changed.url))
    broken = replace(kept, original=kept.original[:-30])
    with watch.store.transaction("test") as writing:
        put_readings(writing, [analysed(changed, load()), analysed(broken, load())])
    said = [each for each in watch.faults() if "fetched original" in each]
    assert len(said) == 2
    assert any("names" in each and "/elsewhere" in each for each in said)
