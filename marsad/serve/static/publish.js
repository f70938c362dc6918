// A field of the details that is left alone is not sent, so that the profile decides.
"use strict";

for (const field of document.querySelectorAll("details input[disabled]")) {
  field.closest("details").addEventListener("toggle", (event) => { field.disabled = !event.target.open; });
  field.form.addEventListener("submit", () => { field.disabled = field.disabled || field.value === ""; });
}
