// The chart of a running total: what the speaker said as points, what the incidents come to as steps; the table holds the same numbers.
"use strict";

(() => {
  const place = document.getElementById("chart");
  if (!place || !window.uPlot) return;
  const points = JSON.parse(place.dataset.points);
  const arabic = place.dataset.arabic === "yes";
  const shown = (text) => (arabic ? String(text).replace(/[0-9]/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : String(text));
  const times = points.days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000);
  const day = (time) => shown(new Date(time * 1000).toISOString().slice(0, 10));
  const steps = uPlot.paths.stepped({ align: 1 });
  const number = (_, value) => (value == null ? "—" : shown(value));
  const series = [{ label: place.dataset.day, value: (_, time) => (time == null ? "—" : day(time)) },
    { label: place.dataset.told, stroke: "#9b1c31", width: 2, spanGaps: true, points: { show: true, size: 8, fill: "#9b1c31" }, value: number }];
  const data = [times, points.told];
  if (points.least.length) {
    series.push({ label: place.dataset.least, stroke: "#0b6477", width: 2, paths: steps, points: { show: false }, value: number });
    series.push({ label: place.dataset.most, stroke: "#0b6477", width: 2, dash: [6, 4], paths: steps, points: { show: false }, value: number });
    data.push(points.least, points.most);
  }
  const font = "12px 'Plex Arabic', sans-serif";
  const axes = [{ font, stroke: "#536167", values: (_, splits) => splits.map(day), space: 90 }, { font, stroke: "#536167", size: 70, values: (_, splits) => splits.map(shown) }];
  const size = () => ({ width: Math.max(280, place.clientWidth), height: 260 });
  const plot = new uPlot({ ...size(), series, axes, scales: { x: { time: true }, y: { range: (_, low, high) => [0, Math.max(1, high * 1.05)] } }, tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC") }, data, place);
  new ResizeObserver(() => plot.setSize(size())).observe(place);
})();
