// The page: search, order, downloads and what is chosen, above the entries that fit.

import { Chart } from "./chart.js";
import { Compare } from "./compare.js";
import { element } from "./element.js";
import { Facets } from "./facets.js";

const WIDE = matchMedia("(min-width: 992px)");

export class View {
  /** `actions` is what the reader can do, `List` shows what fits; see main.js. */
  constructor(store, actions, List) {
    this.store = store;
    this.actions = actions;
    const [, many] = store.table.nouns;
    this.query = element("input", {
      type: "search", id: "explore-query", autocomplete: "off", spellcheck: "false",
      placeholder: "Name, title or any other word",
      input: (event) => actions.search(event.target.value),
    });
    this.sort = element("select", {
      id: "explore-sort", change: (event) => actions.order(event.target.value),
    }, ...this.#orders());
    this.said = element("p", { role: "status", class: "explore-said" });
    this.chips = element("ul", { class: "explore-chips", "aria-label": "Filters in use" });
    this.note = element("p", { role: "alert", class: "explore-note" });
    this.facets = new Facets(store, actions.choose);
    this.chart = new Chart(store);
    this.results = new List(store, actions);
    this.compare = new Compare(store, actions);
    this.filters = element("details", { class: "explore-filters" },
      element("summary", {}, "Filters"), this.facets.node);
    const fit = () => { this.filters.open = WIDE.matches; };
    WIDE.addEventListener("change", fit);
    fit();
    this.node = element("div", { class: "explore-app" },
      element("div", { role: "search", class: "explore-bar" },
        element("div", { class: "explore-find" },
          element("label", { for: "explore-query" }, `Search the ${many}`), this.query),
        element("div", {}, element("label", { for: "explore-sort" }, "Order"), this.sort)),
      element("section", { class: "explore-side", "aria-label": "Filters" }, this.filters),
      element("section", { class: "explore-main", "aria-label": "Entries that fit" },
        element("div", { class: "explore-head" }, this.said,
          element("div", { class: "explore-take" }, "Download ",
            this.#download("CSV", actions.csv), this.#download("BibTeX", actions.bibtex))),
        this.chips, this.note, this.chart.node, this.results.node, this.compare.tray),
      this.compare.dialog);
  }

  /** Show the state: `found` is what the store's filter gave, `rows` the ordered positions. */
  update(state, found, rows) {
    if (this.query.value !== state.query) this.query.value = state.query;
    this.sort.value = (state.descending ? "-" : "") + state.sort;
    this.facets.update(state.chosen, found.counts);
    this.#chips(state);
    const total = this.store.rows.length;
    const [one, many] = this.store.table.nouns;
    this.#say(found.count === total
      ? `All ${total} ${many}` : `${found.count} of ${total} ${total === 1 ? one : many}`);
    this.chart.draw(found.bits);
    this.results.update(rows, state);
    this.compare.update(state);
  }

  /** Show the comparison alone: the entries stay where they are, and so does the focus. */
  updateComparison(state) {
    this.results.pick(state.compared);
    this.compare.update(state);
  }

  /** Tell of something that went wrong, or, with "", of nothing. */
  tell(text) {
    this.note.textContent = text;
  }

  #say(text) {
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  #orders() {
    const numbers = ["high to low", "low to high"];
    const years = ["newest first", "oldest first"];
    const fields = this.store.sorts.flatMap((field) => {
      if (field.type === "terms") return [element("option", { value: field.key }, field.label)];
      const [down, up] = field.key === "year" ? years : numbers;
      return [
        element("option", { value: `-${field.key}` }, `${field.label}: ${down}`),
        element("option", { value: field.key }, `${field.label}: ${up}`),
      ];
    });
    return [...fields,
      ...this.store.sorts.filter((field) => field.type === "terms")
        .map((field) => element("option", { value: `-${field.key}` }, `${field.label}, reversed`)),
      element("option", { value: "name" }, "Name: A to Z"),
      element("option", { value: "-name" }, "Name: Z to A")];
  }

  #download(label, action) {
    return element("button", { type: "button", class: "explore-quiet", click: action }, label);
  }

  #chips(state) {
    const chips = this.store.facets.flatMap((facet) => facet.values
      .filter(({ value }) => state.chosen.get(facet.key).has(value))
      .map(({ value, label }) => this.#chip(`${facet.label}: ${label}`,
        () => this.actions.choose(facet.key, value, false))));
    if (state.query.trim()) {
      chips.push(this.#chip(`“${state.query.trim()}”`, () => this.actions.search("")));
    }
    if (chips.length) {
      chips.push(element("li", {}, element("button", {
        type: "button", class: "explore-quiet", click: () => { this.actions.reset(); this.query.focus(); },
      }, "Clear all")));
    }
    this.chips.replaceChildren(...chips);
  }

  #chip(text, remove) {
    return element("li", {}, element("button", {
      type: "button", class: "explore-chip", "aria-label": `Remove ${text}`,
      // The chip goes away with its filter; the focus must not go with it.
      click: () => { remove(); this.query.focus(); },
    }, text, element("span", { "aria-hidden": "true" }, " ×")));
  }
}
