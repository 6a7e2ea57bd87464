// The facets: every value a checkbox, with the number of entries it would show.

import { element } from "./element.js";
import { swatch } from "./values.js";

const SHORT = 7;

export class Facets {
  /** `change(facet key, value, chosen)` is called when the reader chooses. */
  constructor(store, change) {
    this.groups = store.facets.map((facet, place) => group(facet, place, change));
    this.node = element("div", {}, ...this.groups.map(({ node }) => node));
  }

  /** Show which values are chosen and how many entries each has. */
  update(chosen, counts) {
    for (const { facet, boxes, numbers, items, badge, node } of this.groups) {
      const values = chosen.get(facet.key);
      facet.values.forEach(({ value }, place) => {
        const count = counts.get(facet.key)[place];
        boxes[place].checked = values.has(value);
        numbers[place].textContent = String(count);
        items[place].classList.toggle("explore-none", count === 0 && !values.has(value));
        items[place].classList.toggle("explore-kept", values.has(value));
      });
      // Only ever opened: what the reader has folded away by hand and not used stays so.
      if (values.size && !badge.textContent) node.open = true;
      badge.textContent = values.size ? `${values.size} chosen` : "";
    }
  }
}

function group(facet, place, change) {
  const boxes = facet.values.map(({ value }) => element("input", {
    type: "checkbox", value, name: facet.key,
    change: (event) => change(facet.key, value, event.target.checked),
  }));
  const numbers = facet.values.map(() => element("span", { class: "explore-count" }));
  const items = facet.values.map(({ label, state, colour }, position) => element("li", {},
    element("label", {},
      boxes[position],
      colour ? swatch(colour) : null,
      element("span", { class: state ? "explore-label state" : "explore-label" }, label),
      numbers[position])));
  const list = element("ul", { class: "explore-values" }, ...items);
  const badge = element("span", { class: "explore-badge" });
  const node = element("details", { class: "explore-facet", open: place < 3 },
    element("summary", {}, element("span", {}, facet.label), badge),
    element("fieldset", {}, element("legend", { class: "explore-hidden" }, facet.label), list));
  if (items.length > SHORT + 2) {
    list.classList.add("explore-short");
    items.slice(SHORT).forEach((item) => item.classList.add("explore-rare"));
    const more = element("button", {
      type: "button", class: "explore-quiet", "aria-expanded": "false",
      click: () => {
        const short = list.classList.toggle("explore-short");
        more.setAttribute("aria-expanded", String(!short));
        more.textContent = short ? `All ${items.length}` : "Fewer";
      },
    }, `All ${items.length}`);
    node.lastChild.append(more);
  }
  return { facet, boxes, numbers, items, badge, node };
}
