// One static table becomes searchable, sortable, filterable, and downloadable as it is shown.

import { guarded } from "../csv.js";
import DataTable from "../datatables/dt_bundle.js";
import { readState, writeState } from "./address.js";
import { checkboxes, element, menu } from "./controls.js";
import { bibtexOf, cellText, save } from "./downloads.js";
import { Facets } from "./facets.js";

const TYPING = 200; // ms after the last key until the address follows

// Numbers come from data-order; a cell without one stays last whatever the direction.
const byNumber = (sign) => (a, b) =>
  a === "" || b === "" ? (a === "") - (b === "") : sign * (a - b);
DataTable.type("survey-number", {
  order: { asc: byNumber(1), desc: byNumber(-1) },
  search: (html) => DataTable.util.stripHtml(html),
});
DataTable.ext.errMode = "throw";

/** Put the tools into their place above a table, and the address's state into the table. */
export function enhanceTable(place, table) {
  new SearchableTable(place, table);
}

class SearchableTable {
  constructor(place, table) {
    this.place = place;
    this.table = table;
    this.heads = [...table.tHead.rows[0].cells].map((head) => ({
      name: head.dataset.name,
      title: head.textContent.trim(),
      number: head.dataset.kind === "number",
      orderable: head.dataset.name !== "links",
    }));
    this.facets = new Facets(table);
    this.state = readState(table.id);
    for (const [name, terms] of Object.entries(this.state.facets)) this.facets.choose(name, terms);
    this.api = this.#dataTable();
    this.#buildTools();
    this.#applyState();
    addEventListener("hashchange", () => this.#showTarget(true));
  }

  #dataTable() {
    const widths = [...this.table.querySelectorAll("col")].map((col) => col.style.width);
    const api = new DataTable(this.table, {
      autoWidth: false,
      columns: this.heads.map(({ name, number, orderable }, position) => ({
        name,
        orderable,
        type: number ? "survey-number" : "html-utf8",
        width: widths[position],
      })),
      info: false,
      language: { zeroRecords: "No entry fits." },
      layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
      order: [],
      paging: false,
    });
    // DataTables applies the search text first, so the rows asked about here are those it left.
    this.found = new Set();
    api.search.fixed("facets", (text, data, row) => {
      this.found.add(row);
      return this.facets.passes(row);
    });
    api.on("preDraw", () => this.#report());
    api.on("order", () => this.#noteOrder());
    return api;
  }

  #buildTools() {
    const caption = this.table.querySelector(".caption-number")?.textContent.trim() ?? "the table";
    this.search = element("input", {
      type: "search",
      placeholder: `Search ${this.api.rows().count()} rows`,
      ariaLabel: `Search in ${caption}`,
      oninput: () => {
        this.state.search = this.search.value;
        this.#filter();
      },
    });
    this.clear = element(
      "button",
      { type: "button", className: "table-clear", onclick: () => this.#clear() },
      "Clear",
    );
    this.count = element("span", { className: "table-shown", role: "status" });
    this.notice = element("p", { className: "table-notice", role: "status" });
    this.place.append(
      this.search,
      ...this.#facetMenu(),
      this.#columnMenu(),
      this.#orderControl(),
      this.#downloads(),
      this.clear,
      this.count,
      this.notice,
    );
    this.place.setAttribute("role", "group");
    this.place.setAttribute("aria-label", `Tools for ${caption}`);
  }

  #facetMenu() {
    const panel = element("div");
    this.groups = new Map();
    for (const { name, title, labels } of this.facets.columns) {
      if (labels.length < 2) continue;
      const group = checkboxes(title, labels, (terms) => {
        this.facets.choose(name, terms);
        this.#filter();
      });
      this.groups.set(name, group);
      panel.append(group.group);
    }
    this.filterMenu = menu("Filter", panel);
    return this.groups.size ? [this.filterMenu.details] : [];
  }

  #columnMenu() {
    // The first column names the row and stays.
    const pairs = this.heads.slice(1).map(({ name, title }) => [name, title]);
    this.columns = checkboxes("Shown columns", pairs, (shown) => {
      this.state.hidden = pairs.map(([name]) => name).filter((name) => !shown.includes(name));
      this.#hideColumns();
      this.#remember();
    });
    return menu("Columns", element("div", {}, this.columns.group)).details;
  }

  #orderControl() {
    const options = [element("option", { value: "" }, "Sort: as in the book")];
    for (const { name, title, number, orderable } of this.heads) {
      if (!orderable) continue;
      const [up, down] = number ? ["smallest first", "largest first"] : ["A to Z", "Z to A"];
      options.push(element("option", { value: `${name}.asc` }, `${title}, ${up}`));
      options.push(element("option", { value: `${name}.desc` }, `${title}, ${down}`));
    }
    this.order = element("select", {
      ariaLabel: "Sort the rows",
      className: "table-order",
      onchange: () => this.#sort(this.order.value.split(".")),
    });
    this.order.append(...options);
    return this.order;
  }

  #downloads() {
    const csv = {
      extend: "csvHtml5",
      text: "CSV",
      titleAttr: "Download the rows shown as CSV",
      filename: this.table.id,
      exportOptions: {
        columns: ":visible",
        format: {
          // The number it passes is the head's place among those shown.
          header: (html, place, head) => this.#named(head.dataset.name).title,
          body: (html, row, column, cell) => guarded(cellText(cell)),
        },
      },
    };
    const bibtex = {
      text: "BibTeX",
      titleAttr: "Download the references of the rows shown as BibTeX",
      action: () => this.#saveBibtex(),
    };
    const buttons = this.place.dataset.entries ? [csv, bibtex] : [csv];
    new DataTable.Buttons(this.api, { buttons });
    return this.api.buttons().container()[0];
  }

  async #saveBibtex() {
    const rows = this.api.rows({ search: "applied", order: "applied" }).nodes().toArray();
    const ids = rows.map((row) => row.cells[0].querySelector("[id]").id.replace(/^[a-z]+-/, ""));
    try {
      const { text, missing } = await bibtexOf(this.place.dataset.entries, ids);
      if (ids.length > missing) save(text, `${this.table.id}.bib`, "application/x-bibtex");
      const without = `${missing} of ${ids.length} rows have no reference.`;
      this.notice.textContent = missing ? without : "";
    } catch (error) {
      this.notice.textContent = `The references could not be loaded: ${error.message}.`;
    }
  }

  #applyState() {
    this.search.value = this.state.search;
    this.state.hidden = this.heads
      .slice(1)
      .map(({ name }) => name)
      .filter((name) => this.state.hidden.includes(name));
    this.#hideColumns();
    const { order } = this.state;
    if (order && this.#named(order[0])?.orderable) this.#sort(order);
    this.#filter();
    this.#showTarget(location.search.includes(this.table.id));
  }

  #named(name) {
    return this.heads.find((head) => head.name === name);
  }

  #hideColumns() {
    for (const { name } of this.heads.slice(1)) {
      this.api.column(`${name}:name`).visible(!this.state.hidden.includes(name), false);
    }
    this.columns.check(
      this.heads.map(({ name }) => name).filter((name) => !this.state.hidden.includes(name)),
    );
  }

  #sort([name, direction]) {
    const column = this.heads.findIndex((head) => head.name === name);
    this.api.order(column < 0 ? [] : [[column, direction]]).draw();
  }

  #noteOrder() {
    const [first] = this.api.order();
    // Before the first order is applied there is none.
    this.state.order = first?.[1] ? [this.heads[first[0]].name, first[1]] : null;
    if (!this.order) return;
    this.order.value = this.state.order?.join(".") ?? "";
    this.#remember();
  }

  #filter() {
    this.found.clear();
    this.api.search(this.state.search).draw();
    for (const column of this.facets.columns) {
      const group = this.groups.get(column.name);
      if (!group) continue;
      group.check(this.facets.chosen[column.name]);
      for (const [term, number] of this.facets.counts(column, this.found)) {
        group.count(term, number);
      }
    }
    const chosen = this.facets.number;
    this.filterMenu.say(chosen ? `(${chosen})` : "");
    this.clear.hidden = !chosen && !this.state.search;
    this.notice.textContent = "";
    this.#remember();
  }

  #clear() {
    this.search.value = this.state.search = "";
    this.facets.clear();
    this.#filter();
    this.search.focus();
  }

  #report() {
    const shown = this.api.rows({ search: "applied" }).count();
    const all = this.api.rows().count();
    const words = shown === all ? `${all} rows` : `${shown} of ${all} rows`;
    if (this.count && this.count.textContent !== words) this.count.textContent = words;
  }

  #remember() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      writeState(this.table.id, { ...this.state, facets: this.facets.chosen });
    }, TYPING);
  }

  /** A permanent address must lead to its row, also when the filters would leave it out. */
  #showTarget(scroll) {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    const row = this.api.rows((at, data, node) => node.querySelector(`#${CSS.escape(id)}`));
    if (!row.count()) return;
    if (!this.api.rows({ search: "applied" }).indexes().toArray().includes(row.indexes()[0])) {
      this.search.value = this.state.search = "";
      this.facets.clear();
      this.#filter();
      this.notice.textContent = "The filters were cleared to show the row of this address.";
      scroll = true;
    }
    if (scroll) row.nodes()[0].scrollIntoView({ block: "center" });
  }
}
