// The reading page: from a value to its letters and back, from claim to claim by keyboard, and selecting words for a new claim.
// Offsets are code points of the stored text; every piece of the report says where it begins, so letters are counted within pieces.
"use strict";

(() => {
  const report = document.getElementById("report");
  const pieces = [...report.querySelectorAll(".seg")];
  const cards = [...document.querySelectorAll(".claims .claim")];
  const starts = pieces.map((piece) => Number(piece.dataset.start));
  const points = (text) => [...text].length;
  const ends = pieces.map((piece, at) => starts[at] + points(piece.textContent));
  let current = -1;

  const quietly = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const show = (element, block) => element.scrollIntoView({ block, behavior: quietly ? "auto" : "smooth" });
  const clear = (name) => document.querySelectorAll(`.${name}`).forEach((each) => each.classList.remove(name));

  const light = (start, end) => {
    clear("lit");
    const over = pieces.filter((_, at) => starts[at] < end && ends[at] > start);
    over.forEach((piece) => piece.classList.add("lit"));
    if (over.length) show(over[0], "nearest");
  };

  const marksOf = (piece) => (piece.dataset.marks || "").trim().split(" ").filter(Boolean).map((each) => each.split(":"));

  const choose = (at, { focus = true, letters = true } = {}) => {
    if (at < 0 || at >= cards.length) return;
    current = at;
    clear("now");
    clear("mine");
    const card = cards[at];
    const key = card.dataset.claim;
    card.classList.add("now");
    report.querySelector(`.mark[data-claim="${key}"]`)?.classList.add("now");
    const own = pieces.filter((piece) => marksOf(piece).some(([claim]) => claim === key));
    own.forEach((piece) => piece.classList.add("mine"));
    if (letters && own.length) show(own.find((piece) => piece.classList.contains("head")) || own[0], "nearest");
    if (focus) card.focus({ preventScroll: true });
    show(card, "nearest");
  };

  const place = (key) => cards.findIndex((card) => card.dataset.claim === key);

  report.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    if (mark) {
      event.preventDefault();
      choose(place(mark.dataset.claim), { letters: false });
      return;
    }
    const piece = event.target.closest(".seg[data-marks]");
    if (!piece || !getSelection().isCollapsed) return;
    const told = marksOf(piece);
    const here = told.findIndex(([claim]) => current >= 0 && claim === cards[current].dataset.claim);
    const again = piece.classList.contains("lit");
    const [claim, role] = told[here >= 0 && again ? (here + 1) % told.length : Math.max(here, 0)];
    choose(place(claim), { focus: false, letters: false });
    clear("lit");
    piece.classList.add("lit");
    const value = cards[current].querySelector(`[data-value="${role}"]`);
    if (value) {
      value.classList.add("lit");
      show(value, "nearest");
    }
  });

  document.addEventListener("marsad:letters", (event) => {
    const { start, end, claim } = event.detail;
    if (claim) choose(place(claim), { focus: false, letters: false });
    light(start, end);
    event.target.closest("[data-value]")?.classList.add("lit");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const among = event.target === document.body || event.target.closest(".claims .claim");
    const step = { j: 1, k: -1 }[event.key.toLowerCase()] ?? { KeyJ: 1, KeyK: -1 }[event.code] ?? (among ? { ArrowDown: 1, ArrowUp: -1 }[event.key] : 0) ?? 0;
    if (step && cards.length) {
      event.preventDefault();
      choose(current < 0 ? (step > 0 ? 0 : cards.length - 1) : Math.min(Math.max(current + step, 0), cards.length - 1));
    }
  });

  const fromAddress = () => {
    const letters = /^#at-(\d+)-(\d+)$/.exec(location.hash);
    if (letters) light(Number(letters[1]), Number(letters[2]));
    const at = place(location.hash.replace(/^#claim-/, ""));
    if (at >= 0) choose(at);
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();

  const bar = document.querySelector(".chosen");
  if (!bar) return;
  const form = document.querySelector("#adding form");
  let picked = null;

  // Give the letters of the report that are selected: where they begin and end, without blanks about them.
  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    let start = null;
    let end = null;
    pieces.forEach((piece, at) => {
      const node = piece.firstChild;
      if (!node || !range.intersectsNode(node)) return;
      const first = node === range.startContainer ? range.startOffset : 0;
      const last = node === range.endContainer ? range.endOffset : node.data.length;
      if (first >= last) return;
      start ??= starts[at] + points(node.data.slice(0, first));
      end = starts[at] + points(node.data.slice(0, last));
    });
    if (start === null) return null;
    return { start, end };
  };

  const textBetween = (start, end) =>
    pieces.map((piece, at) => [...piece.textContent].slice(Math.max(0, start - starts[at]), Math.max(0, end - starts[at])).join("")).join("");

  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (!found) {
      if (!bar.contains(document.activeElement)) bar.hidden = true;
      return;
    }
    let { start, end } = found;
    let words = textBetween(start, end);
    start += points(words) - points(words.trimStart());
    end -= points(words) - points(words.trimEnd());
    words = words.trim();
    bar.hidden = !words;
    picked = words ? { start, end, words } : null;
    bar.querySelector(".chosen-words").textContent = words;
  });

  bar.querySelector(".open-adding").addEventListener("click", () => {
    if (!picked) return;
    form.elements.start.value = picked.start;
    form.elements.end.value = picked.end;
    form.elements.words.value = picked.words;
    const same = form.querySelector(`[name=beside] option[data-claim="${current < 0 ? "" : cards[current].dataset.claim}"]`);
    if (same) same.selected = true;
    form.closest("details").open = true;
    show(form.closest("details"), "start");
    form.elements.outcome.focus({ preventScroll: true });
    light(picked.start, picked.end);
    bar.hidden = true;
  });

  // Words that are written over are looked for anew.
  form.elements.words.addEventListener("input", () => {
    form.elements.start.value = "";
    form.elements.end.value = "";
  });
})();
