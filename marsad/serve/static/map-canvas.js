// The map itself: outlines of countries, areas in which incidents lie, and numbers on them that can be pressed.
import { count, digits, range, rightToLeft, say, spoken } from "./map-words.js";

const WORLD = [-70, -179, 80, 179];
const DEGREE = 111.2;
const FIRM = 20; // km; up to here a place is a site or a town, and drawn filled
const INK = "#0b6477";

export class Canvas {
  static async open(place, wants) {
    if (!document.createElement("canvas").getContext("webgl2")) throw new spoken.NoWebGL();
    const [maplibre, names] = await Promise.all([import("./vendor/maplibre-gl/maplibre-gl.mjs"), fetch("/map/names").then((answer) => answer.json())]);
    maplibre.setWorkerUrl(new URL("./vendor/maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);
    const made = new Canvas(maplibre, place, wants, names);
    await new Promise((done) => made.map.once("load", done));
    made.arrive();
    return made;
  }

  constructor(maplibre, place, wants, names) {
    this.maplibre = maplibre;
    this.wants = wants;
    this.names = names;
    this.badges = new Map();
    this.labels = [];
    this.around = new Map(names.countries.map(([code, name, lat, lon]) => [code, { name, lat, lon }]));
    this.map = new maplibre.Map({
      container: place,
      style: style(),
      bounds: bounds(wants.box ?? bulk(wants.cells)),
      fitBoundsOptions: { padding: wants.box ? 0 : 30, maxZoom: 8 },
      attributionControl: false,
      renderWorldCopies: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      minZoom: 0.8,
      maxZoom: 12,
      locale: { "Map.Title": say("map-label"), "NavigationControl.ZoomIn": say("zoom-in"), "NavigationControl.ZoomOut": say("zoom-out") },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), rightToLeft ? "top-right" : "top-left");
  }

  arrive() {
    this.map.addImage("hatch", hatch([11, 100, 119, 110], 1));
    this.map.addImage("hatch-country", hatch([160, 112, 10, 62], -1));
    this.map.addLayer({ id: "countries-hatched", type: "fill", source: "land", filter: ["in", ["get", "name"], ["literal", []]], paint: { "fill-pattern": "hatch-country" } }, "borders");
    this.map.addLayer({ id: "countries-lined", type: "line", source: "land", filter: ["in", ["get", "name"], ["literal", []]], paint: { "line-color": "#7a5200", "line-width": 1, "line-opacity": 0.55, "line-dasharray": [4, 3] } });
    this.map.addSource("areas", { type: "geojson", data: collection([]) });
    const only = (kind) => ["==", ["get", "kind"], kind];
    this.map.addLayer({ id: "many", type: "fill", source: "areas", filter: only("many"), paint: { "fill-color": INK, "fill-opacity": 0.1 } });
    this.map.addLayer({ id: "many-line", type: "line", source: "areas", filter: only("many"), paint: { "line-color": INK, "line-width": 1, "line-opacity": 0.5, "line-dasharray": [1, 2] } });
    this.map.addLayer({ id: "wide", type: "fill", source: "areas", filter: only("wide"), paint: { "fill-pattern": "hatch", "fill-opacity": 0.4 } });
    this.map.addLayer({ id: "wide-line", type: "line", source: "areas", filter: only("wide"), paint: { "line-color": INK, "line-width": 1.1, "line-dasharray": [4, 3], "line-opacity": 0.65 } });
    this.map.addLayer({ id: "firm", type: "fill", source: "areas", filter: only("firm"), paint: { "fill-color": INK, "fill-opacity": 0.35 } });
    this.map.addLayer({ id: "firm-line", type: "line", source: "areas", filter: only("firm"), paint: { "line-color": INK, "line-width": 1.6 } });
    this.map.on("moveend", (event) => {
      this.label();
      this.wants.moved(event.originalEvent ? this.view().box : null);
    });
    this.label();
  }

  view() {
    const seen = this.map.getBounds();
    const clamp = (value, most) => Math.round(Math.min(Math.max(value, -most), most) * 1e4) / 1e4;
    return { box: [clamp(seen.getSouth(), 90), clamp(seen.getWest(), 180), clamp(seen.getNorth(), 90), clamp(seen.getEast(), 180)], zoom: Math.max(0, this.map.getZoom()).toFixed(2) };
  }

  fit(box) {
    this.map.fitBounds(bounds(box), { animate: false });
  }

  // Keep what all of the map holds, for fitting it.
  know(cells) {
    this.wants.cells = cells;
  }

  fitAll() {
    this.map.fitBounds(bounds(bulk(this.wants.cells)), { padding: 30, maxZoom: 8 });
  }

  countryName(code) {
    return this.around.get(code)?.name;
  }

  // Draw what the server counted; numbers that stay where they are keep their button, and so the focus.
  draw(found, picked) {
    const zoom = Math.floor(this.map.getZoom());
    this.map.getSource("areas").setData(collection(found.cells.map((cell) => area(cell, zoom))));
    const hatched = Object.keys(found.countries).map((code) => this.names.outlines[code]).filter(Boolean);
    for (const layer of ["countries-hatched", "countries-lined"]) this.map.setFilter(layer, ["in", ["get", "name"], ["literal", hatched]]);
    const wanted = new Map();
    for (const cell of found.cells.toSorted((one, other) => isWide(one) - isWide(other))) wanted.set(`${cell.box},${cell.least},${cell.most}`, () => this.cellBadge(cell, zoom));
    for (const [code, counted] of Object.entries(found.countries)) if (this.isSeen(code)) wanted.set(`in:${code}`, () => this.countryBadge(code, counted));
    for (const [key, badge] of this.badges) {
      badge.remove();
      if (!wanted.has(key)) this.badges.delete(key);
    }
    const focused = document.activeElement?.dataset?.pick;
    const taken = [];
    for (const [key, make] of wanted) this.badges.set(key, this.placed(key, this.free(make(), taken), picked));
    if (focused) this.badges.get(focused)?.getElement().focus({ preventScroll: true });
    this.label();
  }

  isSeen(code) {
    const country = this.around.get(code);
    return country !== undefined && this.map.getBounds().contains([country.lon, country.lat]);
  }

  // Move a number that stands for an area aside, if another stands where it would.
  free(made, taken) {
    const { x, y } = this.map.project(made.at);
    const fits = ([dx, dy]) => !taken.some((each) => Math.abs(each.x - x - dx) < (each.wide + made.wide) / 2 && Math.abs(each.y - y - dy) < (each.tall + made.tall) / 2);
    const around = [0, 18, 32, 48, 66].flatMap((far) => Array.from({ length: far ? 8 : 1 }, (_, at) => [made.offset[0] + far * 1.6 * Math.sin((at * Math.PI) / 4), made.offset[1] - far * Math.cos((at * Math.PI) / 4)]));
    const offset = (made.moves ? around.find(fits) : null) ?? made.offset;
    taken.push({ x: x + offset[0], y: y + offset[1], wide: made.wide, tall: made.tall });
    return { ...made, offset };
  }

  placed(key, { element, at, offset }, picked) {
    element.type = "button";
    element.dataset.pick = key;
    element.setAttribute("aria-pressed", String(key === picked));
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      this.wants.picked(key);
    });
    for (const kind of ["mousedown", "dblclick", "touchstart"]) element.addEventListener(kind, (event) => event.stopPropagation(), { passive: true });
    return new this.maplibre.Marker({ element, offset }).setLngLat(at).addTo(this.map);
  }

  cellBadge(cell, zoom) {
    const [south, west, north, east] = cell.box;
    const element = document.createElement("button");
    const wide = isWide(cell);
    element.className = `badge ${size(cell.n)}${wide ? " wide" : ""}`;
    element.textContent = digits(cell.n);
    const where = cell.most > FIRM ? say("within", { km: digits(Math.round(cell.most)) }) : "";
    const said = say("badge", { place: cell.place ?? say("several"), count: count(cell.n), killed: range(cell.low, cell.high, cell.open > 0), precision: where });
    element.setAttribute("aria-label", `${digits(cell.n)}. ${said}`);
    element.title = said;
    const middle = [(west + east) / 2, (south + north) / 2];
    const pixels = (cell.most / DEGREE) * pixelsADegree(zoom, middle[1]);
    const rim = wide && pixels < 220;
    const side = { "": 26, tens: 33, hundreds: 41, thousands: 50 }[size(cell.n)];
    return { element, at: [middle[0], middle[1] + (rim ? cell.most / DEGREE : 0)], offset: [0, wide && !rim ? -30 : 0], wide: side, tall: side, moves: wide };
  }

  countryBadge(code, counted) {
    const { name, lat, lon } = this.around.get(code);
    const element = document.createElement("button");
    element.className = "badge country";
    element.textContent = `${name} ${digits(counted.n)}`;
    const said = say("badge", { place: name, count: count(counted.n), killed: range(counted.low, counted.high, counted.open > 0), precision: say("only-country") });
    element.setAttribute("aria-label", `${name} ${digits(counted.n)}. ${said}`);
    element.title = said;
    return { element, at: [lon, lat], offset: [0, 0], wide: element.textContent.length * 7.5 + 16, tall: 26, moves: true };
  }

  where(badge) {
    const { x, y } = this.map.project(badge.getLngLat());
    const { x: dx, y: dy } = badge.getOffset();
    return { x: x + dx, y: y + dy, wide: badge.getElement().offsetWidth, tall: badge.getElement().offsetHeight };
  }

  // Names of countries and large towns, as many as there is room for beside the numbers.
  label() {
    for (const each of this.labels) each.remove();
    this.labels = [];
    const taken = [...this.badges.values()].map((badge) => this.where(badge));
    const zoom = this.map.getZoom();
    const { width, height } = this.map.getContainer().getBoundingClientRect();
    const write = (name, lat, lon, className, shift) => {
      const { x, y } = this.map.project([lon, lat]);
      if (x < 20 || y < 10 || x > width - 20 || y > height - 10) return;
      const [wide, tall] = [name.length * 7 + 10, 18];
      const middle = y + shift;
      if (taken.some((each) => Math.abs(each.x - x) < (each.wide + wide) / 2 && Math.abs(each.y - middle) < (each.tall + tall) / 2)) return;
      taken.push({ x, y: middle, wide, tall });
      const element = document.createElement("span");
      element.className = `label ${className}`;
      element.textContent = name;
      element.setAttribute("aria-hidden", "true");
      this.labels.push(new this.maplibre.Marker({ element, offset: [0, shift] }).setLngLat([lon, lat]).addTo(this.map));
    };
    if (zoom > 2.2 && zoom < 7.5) for (const [code, name, lat, lon] of this.names.countries) if (!this.badges.has(`in:${code}`)) write(name, lat, lon, "land", 0);
    const least = zoom < 4 ? 3e6 : zoom < 5 ? 1e6 : zoom < 6 ? 4e5 : 1e5;
    for (const [name, lat, lon, people] of this.names.towns) if (people >= least && this.labels.length < 70) write(name, lat, lon, "town", 22);
  }
}

function isWide(cell) {
  return cell.least > FIRM && cell.box[0] === cell.box[2] && cell.box[1] === cell.box[3];
}

function size(n) {
  return n < 10 ? "" : n < 100 ? "tens" : n < 1000 ? "hundreds" : "thousands";
}

function pixelsADegree(zoom, lat) {
  return (512 * 2 ** zoom) / 360 / Math.cos((lat * Math.PI) / 180);
}

// The area in which the incidents of a cell lie: a circle of its real size in km, which holds every place of the cell.
function area(cell) {
  const [south, west, north, east] = cell.box;
  const [lat, lon] = [(south + north) / 2, (west + east) / 2];
  const flat = Math.cos((lat * Math.PI) / 180);
  const spread = Math.hypot(north - south, (east - west) * flat) / 2;
  const reach = spread + cell.most / DEGREE;
  const kind = spread > 0 ? "many" : cell.most > FIRM ? "wide" : "firm";
  const corners = Array.from({ length: 49 }, (_, at) => [lon + (reach / flat) * Math.cos((at * Math.PI) / 24), lat + reach * Math.sin((at * Math.PI) / 24)]);
  return { type: "Feature", properties: { kind }, geometry: { type: "Polygon", coordinates: [corners] } };
}

function collection(features) {
  return { type: "FeatureCollection", features };
}

function bounds([south, west, north, east]) {
  return [west, south, east, north];
}

// The box that most incidents lie in: a lone one far away does not make the rest small.
function bulk(cells) {
  const all = cells.reduce((sum, cell) => sum + cell.n, 0);
  if (!all) return [8, -10, 42, 75];
  const ends = (low, high) => {
    const sorted = [...cells].sort((one, other) => one.box[low] - other.box[low]);
    const at = (share) => {
      let seen = 0;
      return sorted.find((cell) => (seen += cell.n) >= all * share) ?? sorted.at(-1);
    };
    return [at(0.03).box[low] - 1, at(0.97).box[high] + 1];
  };
  const [[south, north], [west, east]] = [ends(0, 2), ends(1, 3)];
  return [Math.max(south, WORLD[0]), Math.max(west, WORLD[1]), Math.min(north, WORLD[2]), Math.min(east, WORLD[3])];
}

function hatch([red, green, blue, alpha], slope) {
  const side = 8;
  const data = new Uint8Array(side * side * 4);
  for (let at = 0; at < side; at += 1) data.set([red, green, blue, alpha], 4 * (at * side + (slope > 0 ? at : side - 1 - at)));
  return { width: side, height: side, data };
}

function style() {
  return {
    version: 8,
    sources: { land: { type: "geojson", data: new URL("./vendor/world-atlas/countries.json", import.meta.url).href } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": "#dbe4e6" } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": "#f7f4ec" } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": "#b3ad9c", "line-width": 0.9 } },
    ],
  };
}
