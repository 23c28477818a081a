// Draws each chart from the specification that its page holds. Vega evaluates expressions with its interpreter: the policy of the
// site forbids programs made of strings. Colours are those of the page, and follow it into the dark.
import { expressionInterpreter as expression } from "./vendor/vega-interpreter.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

function look() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  const text = { labelColor: of("--dim"), titleColor: of("--dim"), labelFont: of("--sans"), titleFont: of("--sans"), labelFontSize: 12 };
  return {
    background: "transparent",
    font: of("--sans"),
    view: { stroke: null },
    axis: { ...text, gridColor: of("--rule"), domainColor: of("--rule"), tickColor: of("--rule") },
    axisX: { grid: false },
    legend: text,
    range: { category: [of("--bar"), of("--bar2")] },
    line: { color: of("--bar") },
    point: { color: of("--bar"), filled: true, size: 30 },
    area: { color: of("--bar") },
    bar: { color: of("--bar") },
    style: {
      target: { stroke: null, color: of("--kept"), fill: of("--kept"), fontSize: 12, font: of("--sans") },
      deadline: { color: of("--late"), fill: of("--late"), fontSize: 12, font: of("--sans") },
    },
  };
}

async function draw(plot) {
  const specification = { ...JSON.parse(plot.dataset.spec), config: look() };
  const compiled = globalThis.vegaLite.compile(specification).spec;
  const runtime = globalThis.vega.parse(compiled, null, { ast: true });
  const words = plot.getAttribute("aria-label");
  plot.replaceChildren();
  const view = new globalThis.vega.View(runtime, { renderer: "svg", container: plot, hover: false, expr: expression, logLevel: globalThis.vega.Error });
  await view.runAsync();
  const drawing = plot.querySelector("svg");
  drawing.setAttribute("aria-hidden", "true");
  drawing.removeAttribute("aria-roledescription");
  plot.setAttribute("role", "img"); // Vega has set its own, and its own words
  plot.setAttribute("aria-label", words);
  plot.removeAttribute("aria-roledescription");
  plot.dataset.drawn = "yes";
  return view;
}

for (const plot of document.querySelectorAll(".plot[data-spec]")) {
  let view = await draw(plot);
  const again = async () => { view.finalize(); view = await draw(plot); };
  dark.addEventListener("change", again);
  let width = plot.clientWidth;
  new ResizeObserver(() => {
    if (plot.clientWidth !== width) { width = plot.clientWidth; again(); }
  }).observe(plot);
}
