// The desk with less work: keys for its buttons, and words picked in the text. Without this file everything works by forms.
"use strict";
(() => {
  const KEYS = "pledgebook-keys";
  const page = document.documentElement;
  let on = true;
  try { on = localStorage.getItem(KEYS) !== "off"; } catch { /* a browser that keeps nothing */ }

  const told = document.querySelector("[data-keys]");
  const tell = () => {
    page.classList.toggle("with-keys", on);
    if (told) { told.hidden = false; told.textContent = on ? "Keys are on: switch them off" : "Keys are off: switch them on"; }
  };
  tell();
  told?.addEventListener("click", () => {
    on = !on;
    try { localStorage.setItem(KEYS, on ? "on" : "off"); } catch { /* then until the next page */ }
    tell();
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (!on || typing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.key === "w" && pick && !pick.hidden) { event.preventDefault(); take(); return; }
    const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!found) return;
    event.preventDefault();
    found.click();
    if (event.key === "c") document.getElementById("field")?.focus();
  });

  // words picked in the text: offsets are counted in characters, not in the units of JavaScript
  const sheet = document.querySelector("[data-correct]");
  const pick = sheet?.querySelector("[data-pick]");
  let marked = null;

  const span = (context, range) => {
    let low = null, high = null;
    for (const piece of context.querySelectorAll("[data-at]")) {
      const text = piece.firstChild;
      if (!text || !range.intersectsNode(text)) continue;
      const from = text === range.startContainer ? range.startOffset : 0;
      const to = text === range.endContainer ? range.endOffset : text.data.length;
      if (to <= from) continue;
      const at = Number(piece.dataset.at);
      const odd = "odd" in piece.dataset;
      low ??= odd ? at : at + [...text.data.slice(0, from)].length;
      high = odd ? at + 1 : at + [...text.data.slice(0, to)].length;
    }
    return low === null ? null : [low, high];
  };

  const take = () => {
    if (!marked) return;
    const [context, [low, high], words] = marked;
    sheet.elements.set.value = `${low}:${high}`;
    if (sheet.elements.other) sheet.elements.other.value = context.dataset.statement;
    sheet.querySelector("output").textContent = `“${words}”`;
    sheet.elements.set.focus();
  };

  document.addEventListener("selectionchange", () => {
    const selected = document.getSelection();
    if (!pick || !selected || selected.isCollapsed || !selected.rangeCount) return;
    const range = selected.getRangeAt(0);
    for (const context of document.querySelectorAll(".pick")) {
      if (!range.intersectsNode(context)) continue;
      const found = span(context, range);
      if (found) { marked = [context, found, selected.toString().trim().slice(0, 200)]; pick.hidden = false; return; }
    }
  });
  pick?.addEventListener("click", take);
})();
