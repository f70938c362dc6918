// The map page: its state lives in the address; the map, the timeline and the list show what the address says.
import { Listing } from "./map-list.js";
import { Timeline } from "./map-time.js";
import { digits, say, spoken } from "./map-words.js";

const CONDITIONS = ["since", "until", "country", "admin1", "place", "actor", "type", "killed", "injured", "sources", "grade", "words", "foreground"];
const form = document.getElementById("filter");
let state = new URLSearchParams(location.search);
let canvas = null;
const asking = new Map();

// Ask the server for one of the three parts; a newer question of the same kind makes an older one void.
async function ask(part, keys, more = {}) {
  asking.get(part)?.abort();
  const stop = new AbortController();
  asking.set(part, stop);
  const query = new URLSearchParams(keys.filter((key) => state.get(key)).map((key) => [key, state.get(key)]));
  for (const [key, value] of Object.entries(more)) query.set(key, value);
  try {
    const answer = await fetch(`/map/${part}?${query}`, { signal: stop.signal, headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    document.getElementById("fault").hidden = true;
    return await answer.json();
  } catch (fault) {
    if (fault.name !== "AbortError") document.getElementById("fault").hidden = false;
    return null;
  }
}

function change(changes, { quietly = false } = {}) {
  for (const [key, value] of Object.entries(changes)) value ? state.set(key, value) : state.delete(key);
  const query = state.toString();
  history[quietly ? "replaceState" : "pushState"](null, "", query ? `?${query}` : location.pathname);
  show();
}

function show({ moved = false } = {}) {
  chips();
  document.getElementById("to-list").href = `/incidents?${new URLSearchParams([...state].filter(([key]) => CONDITIONS.includes(key) || key === "box"))}`;
  document.getElementById("step").value = state.get("step") ?? "";
  if (!moved) draw();
  along();
  list();
}

async function draw() {
  const seen = canvas?.view();
  const found = await ask("cells", CONDITIONS, seen ? { view: seen.box.join(","), zoom: seen.zoom } : {});
  if (!found) return;
  canvas?.draw(found, state.get("pick") ?? "");
  if (!seen) tell(found);
}

// The numbers of the whole map, whatever part of it is in view.
async function total() {
  const found = await ask("cells", CONDITIONS);
  if (!found) return null;
  tell(found);
  canvas?.know(found.cells);
  return found;
}

function tell(found) {
  const sum = (counts) => counts.reduce((all, each) => all + each.n, 0);
  const [placed, country, unplaced] = [sum(found.cells), sum(Object.values(found.countries)), found.unplaced];
  const line = document.getElementById("tally");
  line.replaceChildren(say("tally", { n: digits(placed + country + unplaced), placed: digits(placed), country: digits(country) }));
  if (unplaced) line.append(" ", button(say("unplaced", { n: digits(unplaced) }), () => change({ pick: "unplaced" })));
}

async function along() {
  const found = await ask("days", [...CONDITIONS, "box", "pick", "step"]);
  if (!found) return;
  time.draw(found, state.get("since"), state.get("until"));
  const beyond = document.getElementById("beyond");
  beyond.replaceChildren();
  if (found.earlier) beyond.append(button(say("earlier", { n: digits(found.earlier) }), () => change({ since: "", until: dayBefore(found.start[0]) })));
  if (found.later) beyond.append(say("later", { n: digits(found.later) }));
  if (found.undated) beyond.append(button(say("undated", { n: digits(found.undated) }), () => change({ pick: "undated" })));
  if (state.get("since") || state.get("until")) beyond.append(button(say("all-time"), () => change({ since: "", until: "" })));
}

async function list(after = "") {
  const found = await ask("list", [...CONDITIONS, "box", "pick"], after ? { after } : {});
  if (found) listing.show(found, Boolean(after), title());
}

function title() {
  const pick = state.get("pick") ?? "";
  if (pick === "unplaced" || pick === "undated") return say(`picked-${pick}`);
  if (pick.startsWith("in:")) return say("picked-country", { country: canvas?.countryName(pick.slice(3)) ?? pick.slice(3) });
  return say(pick ? "picked-spot" : state.get("box") ? "in-view" : "anywhere");
}

function dayBefore(day) {
  return new Date(Date.parse(day) - 86400000).toISOString().slice(0, 10);
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

// The conditions in force, each with a way to drop it.
function chips() {
  const said = CONDITIONS.filter((key) => state.get(key)).map((key) => [key, conditionText(key)]);
  if (state.get("box")) said.push(["box", say("box")]);
  if (state.get("pick")) said.push(["pick", title()]);
  const items = said.map(([key, text]) => {
    const item = document.createElement("li");
    const made = button(`${text} ✕`, () => drop([key]));
    made.setAttribute("aria-label", say("drop", { what: text }));
    item.append(made);
    return item;
  });
  if (said.length > 1) {
    const item = document.createElement("li");
    item.append(button(say("clear"), () => drop(said.map(([key]) => key))));
    items.push(item);
  }
  document.getElementById("chips").replaceChildren(...items);
}

function conditionText(key) {
  const field = form.elements[key];
  const label = field.closest("label").firstChild.textContent.trim() || field.closest("label").textContent.trim();
  if (field.type === "checkbox") return label;
  const shown = field.tagName === "SELECT" ? field.selectedOptions[0]?.textContent ?? state.get(key) : state.get(key);
  return `${label}: \u2068${digits(shown)}\u2069`;
}

function drop(keys) {
  const changes = Object.fromEntries(keys.map((key) => [key, ""]));
  if (keys.includes("country")) changes.admin1 = "";
  for (const [key, value] of Object.entries(changes)) state.delete(key, value);
  fill();
  change(changes);
  if (keys.some((key) => CONDITIONS.includes(key))) total();
}

// The fields say what the address says.
function fill() {
  for (const key of CONDITIONS) {
    const field = form.elements[key];
    if (field.type === "checkbox") field.checked = state.get(key) === "1";
    else if (key === "admin1" && state.get(key) && ![...field.options].some((each) => each.value === state.get(key))) field.add(new Option(state.get(key), state.get(key), true, true));
    else field.value = state.get(key) ?? "";
  }
}

async function provinces() {
  const country = form.elements.country.value;
  const field = form.elements.admin1;
  const found = country ? await (await fetch(`/map/provinces?${new URLSearchParams({ country })}`)).json() : { provinces: [] };
  const chosen = state.get("admin1") ?? "";
  field.replaceChildren(field.options[0], ...found.provinces.map((name) => new Option(name, name, false, name === chosen)));
}

const listing = new Listing(() => list(listing.next));
const time = new Timeline(document.getElementById("chart"), {
  brushed: (since, until) => {
    change({ since, until });
    fill();
    total();
  },
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(form);
  change(Object.fromEntries(CONDITIONS.map((key) => [key, given.get(key) ?? ""])));
  total();
});
form.elements.country.addEventListener("change", provinces);
document.getElementById("step").addEventListener("change", (event) => change({ step: event.target.value }));
window.addEventListener("popstate", () => {
  state = new URLSearchParams(location.search);
  fill();
  if (state.get("box")) canvas?.fit(state.get("box").split(",").map(Number));
  show();
  total();
});

async function begin() {
  fill();
  show({ moved: true });
  const found = await total();
  try {
    const { Canvas } = await import("./map-canvas.js");
    canvas = await Canvas.open(document.getElementById("map"), {
      box: state.get("box")?.split(",").map(Number),
      cells: found?.cells ?? [],
      moved: (box) => (box ? change({ box: box.join(",") }, { quietly: true }) : draw()),
      picked: (pick) => change({ pick: state.get("pick") === pick ? "" : pick }),
    });
  } catch (fault) {
    document.querySelector(".stage").classList.add("bare");
    document.getElementById("no-webgl").hidden = false;
    if (!(fault instanceof spoken.NoWebGL)) console.warn(fault);
  }
  document.getElementById("whole").addEventListener("click", () => {
    canvas?.fitAll();
    change({ box: "", pick: "" });
  });
  chips();
  if (canvas) await draw();
  document.getElementById("mapping").dataset.ready = "yes";
}

begin();
