// The order: up to three fields, one after the other, each a list to choose from.

import { element } from "./element.js";
import { SORTS, sortOf, sortText } from "./urlstate.js";

const NUMBERS = ["high to low", "low to high"];
const YEARS = ["newest first", "oldest first"];

export class Orders {
  /** `change(sorts)` is called when the reader chooses. */
  constructor(store, change) {
    this.store = store;
    this.result = Array.from({ length: SORTS }, () => (
      element("option", { value: "result" }, "Result: best first")));
    this.selects = this.result.map((_, place) => element("select", {
      id: place ? `explore-sort-${place + 1}` : "explore-sort", change: () => change(this.#chosen()),
    }, ...place ? [element("option", { value: "" }, "–")] : [], ...this.#options()));
    this.nodes = this.selects.map((select, place) => element("div", {},
      element("label", { for: select.id }, place ? "then by" : "Order"), select));
    this.node = element("div", { class: "explore-orders" }, ...this.nodes);
  }

  /** Show the order; one by the result where `isMeasured`. */
  update(sorts, isMeasured) {
    this.selects.forEach((select, place) => {
      if (isMeasured) select.append(this.result[place]);
      else this.result[place].remove();
      select.value = sorts[place] ? sortText(sorts[place]) : "";
      this.nodes[place].hidden = place > sorts.length;
    });
  }

  #chosen() {
    const sorts = this.selects.map(({ value }) => value).filter(Boolean).map(sortOf);
    return sorts.filter(([key], place) => sorts.findIndex(([other]) => other === key) === place);
  }

  #options() {
    const fields = this.store.sorts.flatMap((field) => {
      if (field.type === "terms") return [element("option", { value: field.key }, field.label)];
      const [down, up] = field.key === "year" || field.day ? YEARS : NUMBERS;
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
}
