// The words and digits of whoever reads the page.
const holder = document.getElementById("mapping");
const words = JSON.parse(holder.dataset.words);
const arabic = holder.dataset.digits === "arab";

export const rightToLeft = document.documentElement.dir === "rtl";

export function digits(value) {
  const text = typeof value === "number" ? String(value) : value ?? "";
  return arabic ? text.replace(/[0-9]/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]) : text;
}

export function say(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key]);
}

export function count(n) {
  return n === 1 ? say("one") : say("count", { n: digits(n) });
}

// A range is never one number where sources differ; it stands left to right in both directions of the page.
export function range(low, high, open = false) {
  if (low === null && high === null) return "—";
  if (high === null) return `\u2066≥ ${digits(low)}\u2069`;
  if (low === null) return `\u2066≤ ${digits(high)}\u2069`;
  const more = open ? "+" : "";
  return low === high ? `\u2066${digits(low)}${more}\u2069` : `\u2066${digits(low)}–${digits(high)}${more}\u2069`;
}

class NoWebGL extends Error {}
export const spoken = { NoWebGL };
