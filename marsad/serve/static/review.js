// Reviewing by keyboard: decisions are sent and the next claim put in place without leaving the page; nothing typed is lost when sending fails.
"use strict";

(() => {
  const RENEW = 120000; // milliseconds between two renewals of the hold on a claim
  const main = document.getElementById("content");
  const told = document.getElementById("told");
  let busy = false;
  let active = false;

  const proof = () => document.querySelector('meta[name="form"]').content;
  const claim = () => document.getElementById("desk")?.dataset.claim;
  const words = (id) => document.getElementById(id)?.content.textContent ?? "";

  function say(text, bad) {
    told.textContent = "";
    if (!text) return;
    const line = document.createElement("p");
    line.className = bad ? "refusal" : "note";
    line.textContent = text;
    told.append(line);
  }

  function put(html, url, keep) {
    const made = new DOMParser().parseFromString(html, "text/html");
    document.title = made.title;
    main.replaceChildren(...made.getElementById("content").childNodes);
    if (keep) history.pushState({}, "", url);
    (main.querySelector("[data-first]") ?? main.querySelector("#what") ?? main).focus({ preventScroll: true });
    window.scrollTo(0, 0);
    watch();
  }

  async function go(url, options, back) {
    if (busy) return;
    busy = true;
    main.classList.add("working");
    try {
      const answer = await fetch(url, { credentials: "same-origin", ...options });
      const html = await answer.text();
      put(html, answer.url, answer.ok && !back);
      say("");
    } catch {
      say(words("lost"), true);
    } finally {
      busy = false;
      main.classList.remove("working");
    }
  }

  function send(form, button) {
    const fields = new FormData(form);
    if (button?.name) fields.append(button.name, button.value);
    go(form.action, { method: "POST", body: new URLSearchParams(fields) });
  }

  // A field whose value is no longer what was read is marked: that is what a correction will hold.
  function watch() {
    const form = document.getElementById("decide");
    if (!form) return;
    const was = new FormData(form);
    const mark = () => {
      const now = new FormData(form);
      for (const box of form.querySelectorAll("[data-field]")) {
        const name = box.dataset.name ?? box.querySelector("[name]").name;
        box.classList.toggle("changed", now.get(name) !== was.get(name));
      }
    };
    form.addEventListener("input", mark);
    form.addEventListener("change", mark);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !main.contains(form)) return;
    event.preventDefault();
    send(form, event.submitter);
  });

  main.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-key], .ahead ol a, .states a");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(link.href);
    }
    if (event.target.closest("[data-help]")) document.getElementById("keys").showModal();
  });

  // Enter in a field of the form corrects: a person who typed into a field means that it was misread.
  main.addEventListener("keydown", (event) => {
    const form = document.getElementById("decide");
    if (event.key !== "Enter" || !event.target.matches("#decide input:not(.look)")) return;
    event.preventDefault();
    const button = form.querySelector('[data-key="c"]');
    if (form.querySelector(".changed") && !button.disabled) send(form, button);
  });

  // The letter on the key of a Latin keyboard, also where an Arabic one is switched on.
  function letter(event) {
    if (event.key === "?" || event.key === "؟") return "?";
    if (/^[a-z0-9]$/i.test(event.key)) return event.key.toLowerCase();
    const place = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(event.code);
    return place ? (place[1] ?? place[2] ?? place[3]).toLowerCase() : "";
  }

  document.addEventListener("keydown", (event) => {
    active = true;
    const typing = event.target.matches?.("input:not([type=radio]), select, textarea");
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const key = { j: "n", k: "p" }[letter(event)] ?? letter(event);
    const choice = /^[1-9]$/.test(key) && document.querySelectorAll("#pair [type=radio]")[Number(key) - 1];
    const button = key && document.querySelector(`#content [data-key="${CSS.escape(key)}"]`);
    if (key === "?") document.getElementById("keys").showModal();
    else if (key === "t") toggle();
    else if (key === "c") { first()?.focus(); first()?.select?.(); }
    else if (choice) choice.checked = true;
    else if (button && !button.disabled) button.click();
    else return;
    event.preventDefault();
  });

  const first = () => document.querySelector("#decide [data-was]");

  function toggle() {
    const report = document.querySelector(".around");
    if (!report) return;
    report.open = !report.open;
    report.querySelector("mark.m-number, mark.m-act")?.scrollIntoView({ block: "center" });
  }

  document.addEventListener("pointermove", () => { active = true; }, { passive: true });

  setInterval(() => {
    if (!active || !claim()) return;
    active = false;
    fetch("/review/hold", { method: "POST", body: new URLSearchParams({ form: proof(), claim: claim() }) }).catch(() => {});
  }, RENEW);

  addEventListener("pagehide", () => {
    if (claim()) navigator.sendBeacon("/review/leave", new URLSearchParams({ form: proof(), claim: claim() }));
  });
  addEventListener("popstate", () => go(location.href, {}, true));

  watch();
})();
