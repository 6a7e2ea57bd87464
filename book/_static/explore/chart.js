// Entries by year, stacked by family where they have one; redrawn with every filter.

import { drawn, element } from "./element.js";
import { family } from "./values.js";

const HEIGHT = 132;
const BASE = 18;
const HEAD = 16;
/** Room for half of the first and of the last label. */
const SIDE = 10;
const NARROWEST = 240;
/** Stands for the families of entries that have none. */
const ALL = { value: "", label: "All", colour: "var(--quiet)" };

export class Chart {
  constructor(store) {
    this.store = store;
    const years = store.facets.find((facet) => facet.key === "year").values
      .filter((value) => !value.state).map((value) => Number(value.value));
    const first = Math.min(...years);
    const span = years.length ? Math.max(...years) - first + 1 : 0;
    this.years = Array.from({ length: span }, (_, place) => first + place);
    this.families = store.table.field("family")?.terms ?? [ALL];
    this.drawing = element("div");
    this.legend = element("ul", { class: "explore-legend" });
    this.node = element("div", { class: "explore-chart" },
      element("p", { class: "explore-quietly" }, "By year in which the work was first public"),
      this.drawing, this.legend);
    // Kept, because asking for it while drawing would lay out the whole page once more.
    this.width = NARROWEST;
    new ResizeObserver(([entry]) => {
      const width = Math.max(NARROWEST, Math.floor(entry.contentRect.width));
      if (width === this.width) return;
      this.width = width;
      if (this.bits) this.draw(this.bits);
    }).observe(this.drawing);
  }

  /** Draw the rows of a set of the store. */
  draw(bits) {
    this.bits = bits;
    const isStacked = this.families[0] !== ALL;
    const found = isStacked ? this.store.tally(bits, "year", "family")
      : new Map([...this.store.tally(bits, "year", "year")]
        .map(([year, counts]) => [year, new Map([[ALL.value, counts.get(year)]])]));
    const counts = new Map(this.years.map((year) => [year, found.get(String(year)) ?? new Map()]));
    const totals = new Map();
    let undated = 0;
    for (const [year, stack] of found) {
      for (const [name, count] of stack) {
        totals.set(name, (totals.get(name) ?? 0) + count);
        if (!counts.has(Number(year))) undated += count;
      }
    }
    this.drawing.replaceChildren(this.#svg(counts));
    this.legend.replaceChildren(
      ...(isStacked ? this.families : []).map((term) => element("li", {},
        family(`${term.label} `, term.colour),
        element("span", { class: "explore-count" }, String(totals.get(term.value) ?? 0)))),
      ...(undated ? [element("li", { class: "state" }, `${undated} without a year, not drawn`)] : []),
    );
  }

  #svg(counts) {
    const { width } = this;
    const step = (width - 2 * SIDE) / Math.max(this.years.length, 1);
    const bar = Math.min(step * 0.72, 56);
    const sums = this.years.map((year) => [...counts.get(year).values()].reduce((a, b) => a + b, 0));
    const scale = (HEIGHT - BASE - HEAD) / Math.max(...sums, 1);
    // Labels that would touch each other are left out, the last year's never.
    const every = Math.ceil(34 / step);
    const marks = this.years.flatMap((year, place) => {
      const x = SIDE + place * step + (step - bar) / 2;
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
      if (sums[place] && (labelled || step >= 22)) {
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
