// The list beside the map: the same incidents as text, which is also how the map is read without seeing it.
import { count, digits, range, say } from "./map-words.js";

export class Listing {
  constructor(more) {
    this.next = "";
    this.rows = document.getElementById("rows");
    this.button = document.getElementById("more");
    this.button.addEventListener("click", more);
  }

  show(found, goesOn, title) {
    const made = found.rows.map(row);
    if (goesOn) this.rows.append(...made);
    else {
      this.rows.replaceChildren(...made);
      this.rows.closest(".scroll").scrollTop = 0;
      document.getElementById("list-title").textContent = title;
      document.getElementById("list-count").textContent = count(found.total);
    }
    this.next = found.next;
    this.button.hidden = !found.next;
    document.getElementById("empty").hidden = this.rows.children.length > 0;
  }
}

function row(each) {
  const made = document.createElement("tr");
  made.append(day(each), place(each), number(range(...each.killed), "killed"), number(range(...each.injured), "injured"), number(digits(each.sources), ""));
  return made;
}

function cell(className) {
  const made = document.createElement("td");
  made.className = className;
  return made;
}

function number(text, className) {
  const made = cell(`number ${text === "—" ? "" : className}`);
  made.textContent = text;
  return made;
}

function day(each) {
  const made = cell("");
  const link = document.createElement("a");
  link.href = `/incidents/${encodeURIComponent(each.incident)}`;
  link.textContent = each.first ? `\u2066${digits(each.first)}\u2069` : say("no-day");
  made.append(link);
  if (each.last && each.last !== each.first) made.append(under(`→ \u2066${digits(each.last)}\u2069`));
  return made;
}

function place(each) {
  const made = cell("");
  const name = document.createElement("bdi");
  name.textContent = each.place ?? say("no-place");
  made.append(name, " ");
  if (each.precision) {
    const how = document.createElement("span");
    how.className = "how";
    how.textContent = each.precision;
    made.append(how);
  }
  made.append(under([each.act, each.country !== each.place ? each.country : null].filter(Boolean).join(" · ")));
  return made;
}

function under(text) {
  const made = document.createElement("span");
  made.className = "under";
  made.textContent = text;
  return made;
}
