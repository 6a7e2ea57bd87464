// The choice of the columns that the list shows.

import { element } from "./element.js";

export class Columns {
  /** `change(keys)` is called when the reader chooses; null means the usual columns. */
  constructor(store, change) {
    this.store = store;
    this.usual = store.columns.map(({ key }) => key);
    this.boxes = store.choosable.map(({ key }) => element("input", {
      type: "checkbox", value: key, change: () => change(this.#chosen()),
    }));
    this.node = element("details", { class: "explore-columns" }, element("summary", {}, "Columns"),
      element("fieldset", {}, element("legend", { class: "explore-hidden" }, "Columns of the list"),
        element("ul", { class: "explore-values" }, ...store.choosable.map(({ label }, place) => (
          element("li", {}, element("label", {}, this.boxes[place], label)))))),
      element("button", { type: "button", class: "explore-quiet", click: () => change(null) }, "The usual ones"));
  }

  update(columns) {
    const shown = columns ?? this.usual;
    for (const box of this.boxes) box.checked = shown.includes(box.value);
  }

  #chosen() {
    const keys = this.boxes.filter(({ checked }) => checked).map(({ value }) => value);
    const isUsual = keys.length === this.usual.length && keys.every((key) => this.usual.includes(key));
    return isUsual ? null : keys;
  }
}
