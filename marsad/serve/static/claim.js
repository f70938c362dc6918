// Cards of claims: finding a place, doer or source by name for a correction, and telling the page which letters a value stands on.
"use strict";

(() => {
  const WAIT = 250;
  let waiting = 0;

  const look = async (field) => {
    const box = field.closest(".pick");
    const found = box.querySelector(".found");
    const words = field.value.trim();
    if (!words) {
      found.replaceChildren();
      return;
    }
    const asked = new URLSearchParams({ q: words, name: box.dataset.name });
    const answer = await fetch(`/known/${box.dataset.kind}?${asked}`, { headers: { "HX-Request": "true" } });
    if (field.value.trim() === words) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.replaceChildren(...page.body.childNodes);
    }
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches(".pick .look")) {
      clearTimeout(waiting);
      waiting = setTimeout(look, WAIT, event.target);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".pick .look")) {
      event.preventDefault();
      look(event.target);
    }
  });

  document.addEventListener("click", (event) => {
    const letters = event.target.closest("button.letters");
    if (letters) {
      const { start, end } = letters.dataset;
      const detail = { start: Number(start), end: Number(end), claim: letters.closest(".claim")?.dataset.claim };
      letters.dispatchEvent(new CustomEvent("marsad:letters", { bubbles: true, detail }));
    }
  });
})();
