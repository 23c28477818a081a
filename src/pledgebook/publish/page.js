// Lights up the record of a mark, and the mark of a record, under the pointer or the keyboard; the page is whole without it.
"use strict";
function light(event) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const place = event.type === "pointerleave" ? null : event.target.closest("[data-of]");
  if (!place) return;
  for (const name of place.dataset.of.split(" "))
    for (const other of document.querySelectorAll(`[data-of~="${name}"]`)) other.classList.add("lit");
}
document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);
document.documentElement.addEventListener("pointerleave", light);
