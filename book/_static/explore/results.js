// The entries that fit: rows on a wide screen, cards on a narrow one; the first page of them
// and more when asked, so that ten thousand entries are shown as fast as twenty-five.

import { element } from "./element.js";
import { briefNodesOf } from "./values.js";
import { COMPARED, PAGE } from "./urlstate.js";

export class Results {
  /** `actions` has sort(key), more() and compare(id, chosen). */
  constructor(store, actions) {
    this.store = store;
    this.actions = actions;
    this.body = element("tbody", { role: "rowgroup" });
    const heads = [{ key: "name", label: sentence(store.table.nouns[0]) }, ...store.columns];
    this.heads = heads.map((field) => {
      const order = orderOf(store, field.key);
      const label = order
        ? element("button", { type: "button", click: () => actions.sort(order) }, field.label)
        : field.label;
      const role = { role: "columnheader", scope: "col", class: `explore-${field.key}` };
      return { order, node: element("th", role, label) };
    });
    const row = element("tr", { role: "row" }, ...this.heads.map(({ node }) => node),
      element("th", { role: "columnheader", scope: "col", class: "explore-pick" }, "Compare"));
    this.more = element("button", { type: "button", class: "explore-more", click: () => this.#more() });
    this.nothing = element("p", { class: "explore-nothing" },
      "No entry fits all of this. Take a filter away or search for fewer words.");
    this.tableNode = element("table", { class: "explore-table", role: "table" },
      element("thead", { role: "rowgroup" }, row), this.body);
    this.node = element("div", {}, this.tableNode, this.nothing, this.more);
  }

  /** Show the first `state.shown` of the rows at the given positions. */
  update(rows, state) {
    this.rows = rows;
    const shown = rows.slice(0, state.shown);
    this.boxes = new Map();
    this.body.replaceChildren(...shown.map((position) => this.#row(position)));
    this.pick(state.compared);
    for (const { order, node } of this.heads) {
      if (order !== state.sort) node.removeAttribute("aria-sort");
      else node.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
    }
    this.tableNode.hidden = rows.length === 0;
    this.nothing.hidden = rows.length > 0;
    const left = rows.length - shown.length;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(left, PAGE)} more of ${left}`;
  }

  /** Show which entries are compared; a fifth cannot be chosen. */
  pick(compared) {
    for (const [id, box] of this.boxes) {
      box.checked = compared.includes(id);
      box.disabled = !box.checked && compared.length >= COMPARED;
    }
  }

  #more() {
    const next = this.body.childElementCount;
    this.actions.more();
    this.body.children[next]?.querySelector("a")?.focus();
  }

  #row(position) {
    const row = this.store.rows[position];
    const box = element("input", {
      type: "checkbox", "aria-label": `Compare ${row.name}`,
      change: (event) => this.actions.compare(row.id, event.target.checked),
    });
    this.boxes.set(row.id, box);
    const cells = this.store.columns.map((field) => element("td", {
      role: "cell", class: `explore-${field.key}`, "data-head": field.label,
    }, element("span", {}, ...briefNodesOf(this.store.table, row, field))));
    return element("tr", { role: "row" },
      element("th", { role: "rowheader", scope: "row", class: "explore-name" },
        element("a", { href: row.url }, row.name),
        row.work ? element("span", { class: "explore-work", title: row.citation }, row.work) : null),
      ...cells,
      element("td", { role: "cell", class: "explore-pick" },
        element("label", {}, box, element("span", {}, "Compare"))));
  }
}

/** The order a column's head asks for: parameters are ordered by their largest. */
function orderOf(store, key) {
  if (key === "name" || store.sorts.some((field) => field.key === key)) return key;
  return key === "parameters" && store.table.field("largest") ? "largest" : null;
}

function sentence(words) {
  return words[0].toUpperCase() + words.slice(1);
}
