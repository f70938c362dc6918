// The timeline: incidents above, the range of the killed below; what was not read is hatched, not empty. Dragging chooses a stretch.
import { digits, range, rightToLeft, say } from "./map-words.js";

const DAY = 86400;
const TALL = 96;
const AXIS = 30;

export class Timeline {
  constructor(place, { brushed }) {
    this.place = place;
    this.brushed = brushed;
    this.charts = [];
    new ResizeObserver(() => this.resize()).observe(place);
  }

  draw(found, since, until) {
    for (const chart of this.charts) chart.destroy();
    this.charts = [];
    this.found = found;
    this.chosenDays = [since, until];
    if (!found.start.length) return;
    this.starts = found.start.map((day) => Date.parse(day) / 1000);
    this.ends = found.days.map((days, at) => this.starts[at] + days * DAY);
    const totals = found.sure.map((sure, at) => sure + found.loose[at]);
    this.charts = [
      this.chart(say("incidents"), totals, false, (u, at, bar) => {
        bar(0, found.sure[at], "#0b6477", null);
        bar(found.sure[at], totals[at], "#c3dfe3", "#0b6477");
      }),
      this.chart(say("killed"), found.killed_high, true, (u, at, bar) => {
        bar(0, found.killed_low[at], "#9b1c31", null);
        bar(found.killed_low[at], found.killed_high[at], "#efc3c9", "#9b1c31");
        if (found.open[at]) bar.peak(found.killed_high[at], "#9b1c31");
      }),
    ];
  }

  chart(label, values, dated, paint) {
    const most = ceiling(values);
    const side = rightToLeft ? 1 : 3;
    const text = "#536167";
    const grid = { stroke: "#e7e4db", width: 1 };
    const options = {
      width: this.place.clientWidth || 600,
      height: TALL + (dated ? AXIS : 12),
      legend: { show: false },
      tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
      padding: [8, 26, dated ? 0 : 8, 26],
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false }, sync: { key: "marsad", scales: ["x", null] } },
      scales: { x: { time: true, dir: rightToLeft ? -1 : 1, range: () => [this.starts[0], this.ends.at(-1)] }, y: { range: () => [0, most * 1.08] } },
      axes: [
        { show: dated, stroke: text, grid, ticks: grid, size: AXIS, space: 70, font: "12px Plex Arabic, sans-serif", values: (u, splits, axis, space, step) => splits.map((stamp) => dateText(stamp, step)) },
        { side, stroke: text, grid, ticks: grid, size: 62, label, labelSize: 18, labelFont: "12px Plex Arabic, sans-serif", font: "12px Plex Arabic, sans-serif", splits: () => wholes(most), values: (u, splits) => splits.map((each) => digits(each)) },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        drawClear: [(u) => this.hatch(u)],
        draw: [(u) => this.bars(u, paint), (u) => this.breaks(u, values, most)],
        setSelect: [(u) => this.chosen(u)],
        setCursor: [(u) => this.tell(u.cursor.idx === null || u.cursor.left < 0 ? null : this.at(u.posToVal(u.cursor.left, "x")))],
        ready: [(u) => this.mark(u), (u) => u.over.addEventListener("click", (event) => this.clicked(u, event))],
      },
    };
    return new uPlot(options, [this.starts, values], this.place);
  }

  // Hatch the stretches of which no report was read.
  hatch(u) {
    const { ctx } = u;
    ctx.save();
    ctx.fillStyle = ctx.createPattern(hatching(), "repeat");
    for (let at = 0; at < this.starts.length; at += 1) {
      if (this.found.read[at]) continue;
      let end = at;
      while (end + 1 < this.starts.length && !this.found.read[end + 1]) end += 1;
      const [left, right] = span(u, this.starts[at], this.ends[end]);
      ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
      at = end;
    }
    ctx.restore();
  }

  bars(u, paint) {
    const { ctx } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    ctx.clip();
    for (let at = 0; at < this.starts.length; at += 1) {
      const [from, to] = span(u, this.starts[at], this.ends[at]);
      const gap = to - from > 6 ? 1 : to - from > 3 ? 0.5 : 0;
      const [left, wide] = [from + gap, Math.max(1, to - from - 2 * gap)];
      const bar = (low, high, fill, line) => {
        if (high <= low) return;
        const [top, bottom] = [u.valToPos(high, "y", true), u.valToPos(low, "y", true)];
        ctx.fillStyle = fill;
        ctx.fillRect(left, top, wide, Math.max(1, bottom - top));
        if (line && wide > 3) {
          ctx.strokeStyle = line;
          ctx.lineWidth = 1;
          ctx.strokeRect(left + 0.5, top + 0.5, wide - 1, Math.max(1, bottom - top) - 1);
        }
      };
      bar.peak = (high, fill) => {
        const [top, middle, half] = [u.valToPos(high, "y", true) - 2, left + wide / 2, Math.min(5, Math.max(2.5, wide / 2))];
        ctx.fillStyle = fill;
        ctx.beginPath();
        ctx.moveTo(middle - half, top);
        ctx.lineTo(middle + half, top);
        ctx.lineTo(middle, top - half * 1.4);
        ctx.fill();
      };
      paint(u, at, bar);
    }
    ctx.restore();
  }

  // A bar that goes beyond the scale is broken, and says how high it goes.
  breaks(u, values, most) {
    const { ctx } = u;
    const pixel = u.pxRatio ?? devicePixelRatio;
    ctx.save();
    ctx.font = `${11 * pixel}px Plex Arabic, sans-serif`;
    ctx.textBaseline = "top";
    for (let at = 0; at < values.length; at += 1) {
      if (values[at] <= most * 1.08) continue;
      const [left, right] = span(u, this.starts[at], this.ends[at]);
      const top = u.bbox.top + 18 * pixel;
      ctx.strokeStyle = "#fff";
      ctx.lineWidth = 3 * pixel;
      ctx.beginPath();
      ctx.moveTo(left - 2, top + 3 * pixel);
      ctx.lineTo(right + 2, top - 3 * pixel);
      ctx.stroke();
      const text = digits(values[at]);
      const wide = ctx.measureText(text).width;
      const after = right + 4 * pixel + wide < u.bbox.left + u.bbox.width;
      ctx.fillStyle = "#ffffffe6";
      ctx.fillRect(after ? right + 2 * pixel : left - wide - 6 * pixel, u.bbox.top, wide + 4 * pixel, 14 * pixel);
      ctx.fillStyle = "#1c2326";
      ctx.textAlign = "left";
      ctx.fillText(text, after ? right + 4 * pixel : left - wide - 4 * pixel, u.bbox.top + pixel);
    }
    ctx.restore();
  }

  at(stamp) {
    const found = this.starts.findLastIndex((start) => start <= stamp);
    return Math.max(0, found);
  }

  // Dragging takes whole buckets; a click takes one.
  chosen(u) {
    if (u.select.width < 3) return;
    const ends = [u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x")].sort((a, b) => a - b);
    this.dragged = performance.now();
    this.brush(this.at(ends[0]), this.at(ends[1] - 1));
  }

  clicked(u, event) {
    if (this.dragged && performance.now() - this.dragged < 400) return;
    const at = this.at(u.posToVal(event.offsetX, "x"));
    this.brush(at, at);
  }

  brush(first, last) {
    this.brushed(day(this.starts[first]), day(this.ends[last] - DAY));
  }

  // Mark the stretch that the filter asks for.
  mark(u) {
    const [since, until] = this.chosenDays;
    if (!since && !until) return;
    const low = since ? Math.max(Date.parse(since) / 1000, this.starts[0]) : this.starts[0];
    const high = until ? Math.min(Date.parse(until) / 1000 + DAY, this.ends.at(-1)) : this.ends.at(-1);
    const [one, other] = [u.valToPos(low, "x"), u.valToPos(high, "x")];
    u.setSelect({ left: Math.min(one, other), width: Math.abs(other - one), top: 0, height: u.over.clientHeight }, false);
  }

  tell(at) {
    const line = document.getElementById("bucket");
    if (at === null || !this.found.start[at]) {
      line.textContent = say("brush");
      return;
    }
    const f = this.found;
    const told = range(f.killed_low[at], f.killed_high[at], f.open[at] > 0);
    const values = { from: digits(f.start[at]), to: digits(day(this.ends[at] - DAY)), n: digits(f.sure[at] + f.loose[at]), killed: told, reports: digits(f.reports[at]), read: digits(f.read[at]), days: digits(f.days[at]) };
    line.textContent = say(f.days[at] === 1 ? "bucket-day" : "bucket", values) + (f.read[at] ? "" : ` · ${say("bucket-unread")}`);
  }

  resize() {
    for (const chart of this.charts) {
      if (Math.abs(chart.width - this.place.clientWidth) <= 2) continue;
      chart.setSize({ width: this.place.clientWidth, height: chart.height });
      this.mark(chart);
    }
  }
}

// How high the scale goes: one bar that towers over all others does not make them flat.
function ceiling(values) {
  const told = values.filter((value) => value > 0).sort((one, other) => one - other);
  const most = told.at(-1) ?? 1;
  const usual = told[Math.floor((told.length - 1) * 0.92)] ?? 1;
  return told.length >= 8 && most > 4 * usual ? usual * 1.7 : most;
}

function span(u, start, end) {
  const [one, other] = [u.valToPos(start, "x", true), u.valToPos(end, "x", true)];
  return [Math.min(one, other), Math.max(one, other)];
}

function day(stamp) {
  return new Date(stamp * 1000).toISOString().slice(0, 10);
}

function dateText(stamp, step) {
  const text = day(stamp);
  return digits(step >= 364 * DAY ? text.slice(0, 4) : step >= 28 * DAY ? text.slice(0, 7) : text);
}

function wholes(most) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000].find((each) => most / each <= 4) ?? Math.ceil(most / 4);
  return Array.from({ length: Math.floor((most * 1.08) / step) + 1 }, (_, at) => at * step);
}

let hatched = null;
function hatching() {
  if (hatched) return hatched;
  hatched = document.createElement("canvas");
  hatched.width = hatched.height = 8;
  const ctx = hatched.getContext("2d");
  ctx.strokeStyle = "#bdb9ac";
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const shift of [-8, 0, 8]) {
    ctx.moveTo(shift, 8);
    ctx.lineTo(shift + 8, 0);
  }
  ctx.stroke();
  return hatched;
}
