// The facets: every value a checkbox, with the number of entries it would show; of numbers a range.

import { element } from "./element.js";
import { bounds, day, numberOf, rangeOf, short } from "./numbers.js";
import { swatch } from "./values.js";

const SHORT = 7;
/** So many facets are open at first. */
const OPEN = 3;

export class Facets {
  /** `actions` has choose(facet key, value, chosen) and range(facet key, range or ""); `further`
   * stands after the facet of the results. */
  constructor(store, actions, further = null) {
    this.groups = store.facets.map((facet, place) => new Group(store, facet, place < OPEN, actions));
    this.node = element("div", {}, ...this.groups.flatMap(({ node, facet }) => (
      facet.key === "results" ? [node, further] : [node])));
  }

  /** Show which values are chosen and how many entries each has. */
  update(chosen, counts) {
    for (const group of this.groups) group.update(chosen, counts.get(group.facet.key));
  }
}

class Group {
  constructor(store, facet, open, actions) {
    this.facet = facet;
    this.actions = actions;
    this.items = new Map();
    this.kept = new Set();
    this.list = element("ul", { class: "explore-values" });
    this.badge = element("span", { class: "explore-badge" });
    this.range = facet.numbers ? new Range(store, facet, actions) : null;
    this.more = element("button", {
      type: "button", class: "explore-quiet", "aria-expanded": "false", click: () => this.#fold(),
    });
    this.whole = facet.values.length <= SHORT + 2;
    this.node = element("details", { class: "explore-facet", open },
      element("summary", {}, element("span", {}, facet.label), this.badge),
      element("fieldset", {}, element("legend", { class: "explore-hidden" }, facet.label),
        this.range?.node ?? null, this.list, this.whole ? null : this.more));
  }

  update(chosen, counts) {
    const { key } = this.facet;
    const values = chosen.get(key);
    Object.assign(this, { values, counts });
    this.#list();
    this.range?.update(chosen);
    // Only ever opened: what the reader has folded away by hand and not used stays so.
    if (values.size && !this.badge.textContent) this.node.open = true;
    this.badge.textContent = values.size ? `${values.size} chosen` : "";
  }

  /** The first values and those once chosen; the others are made when they are asked for, since a
   * facet may have hundreds. */
  #list() {
    for (const value of this.values) this.kept.add(value);
    const nodes = this.facet.values.map((value, place) => ({ ...value, place }))
      .filter(({ value, place }) => this.whole || place < SHORT || this.kept.has(value))
      .map((value) => this.#item(value));
    // A node that is moved would lose the focus.
    nodes.forEach((node, place) => {
      const there = this.list.children[place] ?? null;
      if (there !== node) this.list.insertBefore(node, there);
    });
    while (this.list.childElementCount > nodes.length) this.list.lastChild.remove();
    this.more.textContent = this.whole ? "Fewer" : `All ${this.facet.values.length}`;
  }

  #item({ value, label, state, colour, place }) {
    if (!this.items.has(value)) {
      const box = element("input", {
        type: "checkbox", value, name: this.facet.key,
        change: (event) => this.actions.choose(this.facet.key, value, event.target.checked),
      });
      const number = element("span", { class: "explore-count" });
      const node = element("li", {}, element("label", {}, box, colour ? swatch(colour) : null,
        element("span", { class: state ? "explore-label state" : "explore-label" }, label), number));
      this.items.set(value, { box, number, node });
    }
    const { box, number, node } = this.items.get(value);
    box.checked = this.values.has(value);
    number.textContent = String(this.counts[place]);
    node.classList.toggle("explore-none", this.counts[place] === 0 && !box.checked);
    return node;
  }

  #fold() {
    this.whole = !this.whole;
    this.more.setAttribute("aria-expanded", String(this.whole));
    this.#list();
  }
}

/** Two numbers or days, from and to, both included; either may be left out. */
class Range {
  constructor(store, facet, actions) {
    this.facet = facet;
    this.ends = ["from", "to"].map((end) => element("input", {
      type: facet.field.day ? "date" : "text", inputmode: facet.field.short ? "text" : "numeric", autocomplete: "off",
      name: `${facet.key}-${end}`, placeholder: facet.field.short ? { from: "1B", to: "10B" }[end] : null,
      change: () => this.#change(actions),
    }));
    const [from, to] = this.ends;
    this.fault = element("p", { role: "alert", class: "explore-fault" });
    const { field } = facet;
    const hint = field.within
      ? `First choose one of “${store.table.field(field.within).label}”: other counts do not compare.` : "";
    this.hint = element("p", { class: "explore-quietly" }, hint);
    this.node = element("div", { class: "explore-range" },
      element("label", {}, "From ", from), element("label", {}, "to ", to), this.fault, this.hint);
  }

  update(chosen) {
    const { key, field } = this.facet;
    const range = [...chosen.get(key)].map(bounds).find(Boolean) ?? { from: null, to: null };
    const isOff = Boolean(field.within) && chosen.get(field.within).size !== 1;
    this.hint.hidden = !isOff;
    [range.from, range.to].forEach((number, place) => {
      this.ends[place].disabled = isOff;
      // What is being typed stays as it is.
      if (document.activeElement === this.ends[place] && !isOff) return;
      this.ends[place].value = number === null ? "" : written(field, number);
    });
  }

  #change(actions) {
    const [from, to] = this.ends.map((end) => end.value.trim().replaceAll("-", ""));
    const numbers = [from, to].map((text) => (text ? numberOf(text) : null));
    const wrong = [from, to].find((text, place) => text && numbers[place] === null);
    const example = this.facet.field.short ? "7B or 350M" : "1000";
    this.fault.textContent = wrong ? `“${wrong}” is no number such as ${example}` : "";
    if (!wrong) actions.range(this.facet.key, rangeOf(...numbers));
  }
}

/** A bound as the fields of a facet write numbers. */
function written(field, number) {
  if (field.day) return day(number);
  return field.short && numberOf(short(number)) === number ? short(number) : String(number);
}

/** A range of a facet in words. */
export function rangeText({ field }, { from, to }) {
  if (to === null) return `from ${written(field, from)}`;
  return from === null ? `up to ${written(field, to)}` : `${written(field, from)} to ${written(field, to)}`;
}
