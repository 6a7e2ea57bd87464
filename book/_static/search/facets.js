// Narrowing a search by kind, family and year, with how many pages each choice would leave.

import { element } from "../explore/element.js";

const FACETS = { kind: "Kind", family: "Family", year: "Year" };

export class Facets {
  /** `values()` resolves to the values by facet; `changed` is called when a choice was made. */
  constructor(panel, values, changed) {
    this.chosen = { kind: "", family: "", year: "" };
    this.selects = Object.fromEntries(Object.keys(FACETS).map((name) => [name, element("select", {
      name, change: (event) => { this.chosen[name] = event.target.value; changed(); },
    }, element("option", { value: "" }, "all"))]));
    const labels = Object.entries(FACETS).map(([name, label]) => (
      element("label", {}, `${label} `, this.selects[name])));
    this.box = element("details", { class: "search-facets", toggle: () => {
      if (this.box.open) this.load().then(changed);
    } }, element("summary", {}, "Narrow by kind, family or year"), element("div", {}, ...labels));
    this.values = values;
    panel.append(this.box);
  }

  /** Fetch the choices, once. */
  load() {
    this.loaded ??= this.values().then((facets) => {
      for (const [name, select] of Object.entries(this.selects)) {
        const values = Object.keys(facets[name] ?? {}).sort();
        if (name === "year") values.reverse();
        select.append(...values.map((value) => element("option", { value }, value)));
        select.value = this.chosen[name];
      }
    });
    return this.loaded;
  }

  /** Choose what an address says. */
  restore(chosen) {
    Object.assign(this.chosen, chosen);
    if (Object.values(this.chosen).some(Boolean)) this.box.open = true;
  }

  /** Write beside each choice how many pages it has. */
  count(counts) {
    for (const [name, select] of Object.entries(this.selects)) {
      for (const option of select.options) {
        const count = counts?.[name]?.[option.value];
        if (option.value) option.textContent = count === undefined ? option.value : `${option.value} (${count})`;
      }
    }
  }

  /** Whether a card found by name fits what was chosen. */
  fits(card) {
    return Object.entries(this.chosen).every(([name, value]) => !value || card[name] === value);
  }
}
