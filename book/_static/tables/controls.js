// The pieces of a table's tool bar: plain HTML controls, so that keyboard and screen readers
// have them as they are.

/** An element with properties, and children that are nodes or text. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A button that opens a panel; Escape, a click elsewhere, or another menu closes it. */
export function menu(label, panel) {
  const chosen = element("span", { className: "table-chosen" });
  const summary = element("summary", {}, label, chosen);
  const frame = element("div", { className: "table-panel" }, panel);
  const details = element("details", { className: "table-menu" }, summary, frame);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    summary.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !details.contains(relatedTarget)) details.open = false;
  });
  return { details, say: (words) => (chosen.textContent = words) };
}

/** A group of check boxes: [value, label] pairs in order; ``changed`` gets the checked values. */
export function checkboxes(legend, pairs, changed) {
  const boxes = new Map();
  const counts = new Map();
  const group = element("fieldset", {}, element("legend", {}, legend));
  for (const [value, label] of pairs) {
    const box = element("input", { type: "checkbox", value });
    const count = element("span", { className: "table-count" });
    boxes.set(value, box);
    counts.set(value, count);
    group.append(element("label", {}, box, element("span", {}, label), " ", count));
  }
  const checked = () => [...boxes].filter(([, box]) => box.checked).map(([value]) => value);
  group.addEventListener("change", () => changed(checked()));
  return {
    group,
    check(values) {
      for (const [value, box] of boxes) box.checked = values.includes(value);
    },
    count(value, number) {
      counts.get(value).textContent = number;
      const box = boxes.get(value);
      box.closest("label").classList.toggle("table-none", number === 0 && !box.checked);
    },
  };
}
