// What every page shares: the proof of our own form on each htmx request, and a word to the reader when one fails.
"use strict";

document.addEventListener("htmx:config:request", (event) => {
  const proof = document.querySelector('meta[name="form"]').content;
  event.detail.ctx.request.headers["X-Marsad-Form"] = proof;
});
