// Marking the claims behind a number: a click on an end of a range marks the claims that set it, a second one lets them go.
"use strict";

const status = document.getElementById("marked");

function mark(link) {
  const wanted = link.dataset.claims.split(" ");
  const again = link.hasAttribute("data-pressed");
  for (const each of document.querySelectorAll("[data-pressed]")) each.removeAttribute("data-pressed");
  for (const each of document.querySelectorAll(".claim")) each.classList.toggle("marked", !again && wanted.includes(each.dataset.number));
  if (again) { status.textContent = ""; return; }
  for (const each of document.querySelectorAll(".bound")) if (each.dataset.claims === link.dataset.claims) each.setAttribute("data-pressed", "");
  status.textContent = `${status.dataset.words} ${wanted.join(", ")}`;
  const first = document.getElementById(`claim-${wanted[0]}`);
  if (!first) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  first.scrollIntoView({ block: "center", inline: "center", behavior: still ? "auto" : "smooth" });
  first.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.bound");
  if (!link) return;
  event.preventDefault();
  mark(link);
});
