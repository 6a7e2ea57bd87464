// Two models head to head: every comparison that has both, and which was ahead.

import { HANDS, duels, opponents, tally } from "./duels.js";
import { linesAsCsv, save } from "./download.js";
import { json } from "./fetching.js";
import { element } from "./element.js";
import { Rest, rowsOf } from "./payload.js";

class Page {
  /** The values are in the rest of the payload, at `address`: they are fetched for two models. */
  constructor(payload, address) {
    this.rows = rowsOf(payload);
    this.rest = new Rest(this.rows, address);
    this.labels = new Map(payload.fields.flatMap((field) => (field.terms ?? [])
      .map((term) => [`${field.key} ${term.value}`, term.label])));
    this.models = payload.fields.find((field) => field.key === "models").terms
      .map(({ value, label }) => ({ value, label }))
      .sort((one, other) => one.label.localeCompare(other.label, "en", { numeric: true }));
    this.picks = ["a", "b"].map((side, place) => element("select", {
      id: `duel-${side}`, change: (event) => this.choose(place, event.target.value),
    }));
    this.only = element("input", { type: "checkbox", change: () => this.show() });
    this.said = element("p", { role: "status", class: "explore-said" });
    this.take = element("button", {
      type: "button", class: "explore-quiet", click: () => this.#download(),
    }, "CSV");
    this.place = element("div");
    this.node = element("div", { class: "explore-app explore-duel" },
      element("div", { class: "explore-bar" }, ...this.picks.map((pick, place) => element("div", {},
        element("label", { for: pick.id }, place ? "against" : "Model"), pick))),
      element("section", { class: "explore-main", "aria-label": "Comparisons that have both" },
        element("div", { class: "explore-head" }, this.said,
          element("div", { class: "explore-take" }, "Download ", this.take)),
        element("label", {}, this.only, " Only where people measured who made neither"),
        this.place));
    this.read();
    addEventListener("popstate", () => this.read());
  }

  read() {
    const given = new URLSearchParams(location.search);
    const known = new Set(this.models.map(({ value }) => value));
    this.chosen = ["a", "b"].map((side) => given.get(side)).map((id) => (known.has(id) ? id : ""));
    this.only.checked = given.get("by") === "others";
    this.show();
  }

  choose(place, id) {
    this.chosen[place] = id;
    if (this.chosen[0] === this.chosen[1]) this.chosen[1] = "";
    this.show();
  }

  async show() {
    const [a, b] = this.chosen;
    this.#choices();
    this.#keep();
    if (a && b && !this.rest.isThere) {
      this.#tell([], "Loading the results …");
      try {
        await this.rest.load();
      } catch (error) {
        // Others may have been chosen meanwhile.
        if (a !== this.chosen[0] || b !== this.chosen[1]) return;
        this.#tell([], `The results could not be loaded (${error.message}).`);
        this.place.replaceChildren(element("button", {
          type: "button", class: "explore-quiet", click: () => this.show(),
        }, "Try again"));
        return;
      }
      this.show();
      return;
    }
    const every = a && b ? duels(this.rows, a, b) : [];
    this.#tell(this.only.checked ? every.filter(({ independent }) => independent) : every,
      this.#summary(every));
  }

  #tell(found, text) {
    this.found = found;
    this.said.textContent = text;
    this.place.replaceChildren(...(found.length ? [this.#table()] : []));
    this.take.hidden = found.length === 0;
  }

  #choices() {
    const [a, b] = this.chosen;
    const met = opponents(this.rows, a);
    this.#options(this.picks[0], "Choose a model", this.models, () => "", a);
    const others = a ? this.models.filter(({ value }) => met.has(value) || value === b) : [];
    const count = ({ value }) => ` (${met.get(value) ?? 0})`;
    this.#options(this.picks[1], a ? "Choose another" : "First choose a model", others, count, b);
  }

  #keep() {
    const others = new URLSearchParams(location.search);
    for (const name of ["a", "b", "by"]) others.delete(name);
    if (this.chosen[0]) others.set("a", this.chosen[0]);
    if (this.chosen[1]) others.set("b", this.chosen[1]);
    if (this.only.checked) others.set("by", "others");
    const text = others.toString();
    history.replaceState(history.state, "",
      location.pathname + (text ? `?${text}` : "") + location.hash);
  }

  #options(select, first, models, more, chosen) {
    select.replaceChildren(element("option", { value: "" }, first), ...models.map((model) => element(
      "option", { value: model.value }, model.label + more(model))));
    select.value = chosen;
    select.disabled = models.length === 0;
  }

  #name(id) {
    return this.labels.get(`models ${id}`);
  }

  #summary(every) {
    const [a, b] = this.chosen;
    if (!a || !b) return "Choose two models. The number is of comparisons that have both.";
    if (!every.length) return `No comparison has both ${this.#name(a)} and ${this.#name(b)}.`;
    const told = (found) => {
      const { one, other, ties } = tally(found);
      return `${this.#name(a)} ahead in ${one}, ${this.#name(b)} in ${other} of ${found.length}`
        + `${found.length > 1 ? " comparisons" : " comparison"}${ties ? `, ${ties} tied` : ""}`;
    };
    const independent = every.filter((duel) => duel.independent);
    if (this.only.checked) return `By people who made neither: ${told(independent)}.`;
    if (independent.length === every.length) return `${told(every)}; all by people who made neither.`;
    return independent.length
      ? `${told(every)}; by people who made neither: ${told(independent)}.`
      : `${told(every)}; none by people who made neither.`;
  }

  #table() {
    const [a, b] = this.chosen;
    const heads = ["Comparison", this.#name(a), this.#name(b), "Ahead"];
    return element("table", { class: "explore-table explore-duels", role: "table" },
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads.map((head) => (
        element("th", { role: "columnheader", scope: "col" }, head))))),
      element("tbody", { role: "rowgroup" }, ...this.found.map((duel) => this.#row(duel, heads))));
  }

  #row({ row, one, other, lead }, heads) {
    const label = (key) => row.values[key].map((value) => this.labels.get(`${key} ${value}`) ?? value);
    const side = (system, place) => element("td", { role: "cell", "data-head": heads[place] },
      element("span", {}, (place === 1 ? lead > 0 : lead < 0)
        ? element("strong", {}, system.stated) : system.stated,
      element("span", { class: "explore-quietly" }, ` by ${HANDS[system.measurer] ?? "unknown"}`)));
    const ahead = lead === 0 ? "tied"
      : `${this.#name(this.chosen[lead > 0 ? 0 : 1])}, by ${Number(Math.abs(lead).toPrecision(3))}`;
    const told = [...label("benchmark"), ...label("setting"), ...row.values.metric,
      row.higher ? "higher is better" : "lower is better", row.work];
    return element("tr", { role: "row" },
      element("th", { role: "rowheader", scope: "row", class: "explore-name" },
        element("a", { href: row.url }, row.name),
        element("span", { class: "explore-work" }, told.filter(Boolean).join(" · "))),
      side(one, 1), side(other, 2),
      element("td", { role: "cell", "data-head": "Ahead" }, element("span", {}, ahead)));
  }

  #download() {
    const [a, b] = this.chosen;
    const heads = ["comparison", "title", "benchmark", "setting", "metric", "work", "url", a, b,
      `${a}_measurer`, `${b}_measurer`, "ahead", "lead"];
    const rows = this.found.map(({ row, one, other, lead }) => [row.id, row.name,
      row.values.benchmark[0], row.values.setting[0], row.values.metric[0], row.work,
      new URL(row.url, location.href).href, one.stated, other.stated, one.measurer, other.measurer,
      lead > 0 ? a : lead < 0 ? b : "", Number(lead.toPrecision(6))].map(String));
    save(`${a}-${b}.csv`, "text/csv", linesAsCsv([heads, ...rows]));
  }
}

for (const mount of document.querySelectorAll(".explore[data-source]")) {
  // What the page held without scripts stays when the results cannot be had.
  json(mount.dataset.source).then((payload) => {
    mount.replaceChildren(new Page(payload, mount.dataset.rest).node);
  }).catch((error) => {
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = `The results could not be loaded (${error.message}).`;
    mount.prepend(note);
  });
}
