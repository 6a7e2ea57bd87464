// Entries by year, stacked by family; redrawn with every filter.

import { drawn, element } from "./element.js";
import { family } from "./values.js";

const HEIGHT = 132;
const BASE = 18;
const HEAD = 16;

export class Chart {
  constructor(store) {
    this.store = store;
    const years = store.rows.map((row) => row.values.year).filter((year) => year !== undefined);
    const [first, last] = years.reduce(
      ([low, high], year) => [Math.min(low, year), Math.max(high, year)], [Infinity, -Infinity],
    );
    this.years = years.length ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : [];
    this.families = store.table.field("family").terms;
    this.drawing = element("div");
    this.legend = element("ul", { class: "explore-legend" });
    this.node = element("div", { class: "explore-chart" },
      element("p", { class: "explore-quietly" }, "By year in which the work was first public"),
      this.drawing, this.legend);
    let width = 0;
    new ResizeObserver(([entry]) => {
      // Drawing changes the height alone, so this comes to rest.
      if (Math.round(entry.contentRect.width) !== width && this.rows) this.draw(this.rows);
      width = Math.round(entry.contentRect.width);
    }).observe(this.drawing);
  }

  /** Draw the rows at the given positions. */
  draw(rows) {
    this.rows = rows;
    const counts = new Map(this.years.map((year) => [year, new Map()]));
    let undated = 0;
    const totals = new Map();
    for (const position of rows) {
      const { year, family: [name] = [] } = this.store.rows[position].values;
      totals.set(name, (totals.get(name) ?? 0) + 1);
      const stack = counts.get(year);
      if (stack) stack.set(name, (stack.get(name) ?? 0) + 1);
      else undated += 1;
    }
    this.drawing.replaceChildren(this.#svg(counts));
    this.legend.replaceChildren(
      ...this.families.map((term) => element("li", {},
        family(`${term.label} `, term.colour),
        element("span", { class: "explore-count" }, String(totals.get(term.value) ?? 0)))),
      ...(undated ? [element("li", { class: "state" }, `${undated} without a year, not drawn`)] : []),
    );
  }

  #svg(counts) {
    const width = Math.max(this.drawing.clientWidth, 240);
    const step = width / Math.max(this.years.length, 1);
    const bar = Math.min(step * 0.72, 56);
    const sums = this.years.map((year) => [...counts.get(year).values()].reduce((a, b) => a + b, 0));
    const scale = (HEIGHT - BASE - HEAD) / Math.max(...sums, 1);
    // Labels that would touch each other are left out, the last year's never.
    const every = Math.ceil(34 / step);
    const marks = this.years.flatMap((year, place) => {
      const x = place * step + (step - bar) / 2;
      let y = HEIGHT - BASE;
      const stack = this.families.flatMap((term) => {
        const count = counts.get(year).get(term.value) ?? 0;
        if (!count) return [];
        const height = count * scale;
        y -= height;
        return [drawn("rect", { x, y, width: bar, height, fill: term.colour },
          drawn("title", {}, `${year}, ${term.label}: ${count}`))];
      });
      const centre = x + bar / 2;
      const labelled = (this.years.length - 1 - place) % every === 0;
      const texts = labelled
        ? [drawn("text", { x: centre, y: HEIGHT - 4, "text-anchor": "middle" }, String(year))] : [];
      if (sums[place] && labelled) {
        texts.push(drawn("text", { x: centre, y: y - 4, "text-anchor": "middle" }, String(sums[place])));
      }
      return [...stack, ...texts];
    });
    const told = this.years.map((year, place) => `${year}: ${sums[place]}`).join(", ");
    const axis = { x1: 0, x2: width, y1: HEIGHT - BASE, y2: HEIGHT - BASE, class: "explore-axis" };
    return drawn("svg", {
      role: "img", "aria-label": `Entries by year: ${told || "none"}`, width, height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
    }, drawn("line", axis), ...marks);
  }
}
