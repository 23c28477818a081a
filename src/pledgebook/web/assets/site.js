// What scripts add to pages that are whole without them: copying a citation, the slider of days.
"use strict";

for (const box of document.querySelectorAll("[data-cite]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy with citation";
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  told.className = "dim";
  button.addEventListener("click", async () => {
    const words = box.querySelector("textarea").value;
    try {
      await navigator.clipboard.writeText(words);
      told.textContent = " Copied.";
    } catch {
      box.open = true;
      box.querySelector("textarea").select();
      told.textContent = " Press Ctrl-C to copy.";
    }
  });
  box.before(button, told);
}

for (const form of document.querySelectorAll("form.asof")) {
  const day = form.querySelector("input[type=date]");
  if (!day || !day.min || !day.max || day.min >= day.max) continue;
  const DAY = 86400000;
  const label = document.createElement("label");
  label.className = "field";
  label.textContent = "Slide through the days";
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = Math.round((Date.parse(day.max) - Date.parse(day.min)) / DAY);
  const place = () => Math.round((Date.parse(day.value || day.max) - Date.parse(day.min)) / DAY);
  slider.value = place();
  slider.addEventListener("input", () => {
    day.value = new Date(Date.parse(day.min) + slider.value * DAY).toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", day.value);
  });
  slider.addEventListener("change", () => form.requestSubmit());
  day.addEventListener("input", () => { slider.value = place(); });
  label.append(slider);
  form.prepend(label);
}
