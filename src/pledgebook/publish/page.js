// Lights up the record of a mark, and the mark of a record, under the pointer or the keyboard; shows the records of one actor;
// copies quotes. The page is whole without it.
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
const chooser = document.getElementById("by-actor");
if (chooser) {
  chooser.hidden = false;
  chooser.querySelector("select").addEventListener("change", (event) => {
    const wanted = event.target.value;
    for (const card of document.querySelectorAll(".cards li"))
      card.hidden = Boolean(wanted) && !card.dataset.who.split("\t").includes(wanted);
  });
}
async function copy(words) {
  if (navigator.clipboard) return navigator.clipboard.writeText(words);
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = words;
  field.select();
  document.execCommand("copy");
  field.remove();
}
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(button.dataset.cite);
    button.textContent = "copied";
  });
}
