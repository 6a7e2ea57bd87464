// What a reader has done to a table, as one parameter of the page's address:
//
//   ?tab-lfm-domain=tasks.dialogue.summarization~order.-parameters~hide.links~q.bert
//
// Parts are separated by "~", the values in a part by "."; a facet's part begins with its
// column's name. The search text comes last and may hold any character.

/** The state kept in the address: {search, order: [name, direction] | null, hidden, facets}. */
export function readState(id) {
  const written = new URLSearchParams(location.search).get(id) ?? "";
  const state = { search: "", order: null, hidden: [], facets: {} };
  const text = `~${written}`.indexOf("~q.");
  if (text >= 0) state.search = written.slice(text + 2);
  const parts = (text >= 0 ? written.slice(0, Math.max(text - 1, 0)) : written).split("~");
  for (const [name, ...values] of parts.filter(Boolean).map((part) => part.split("."))) {
    if (name === "order" && values[0]) {
      const down = values[0].startsWith("-");
      state.order = [values[0].slice(down ? 1 : 0), down ? "desc" : "asc"];
    } else if (name === "hide") {
      state.hidden = values;
    } else {
      state.facets[name] = values;
    }
  }
  return state;
}

/** Write a table's state into the address, without a new entry in the history. */
export function writeState(id, { search, order, hidden, facets }) {
  const parts = Object.entries(facets)
    .filter(([, values]) => values.length)
    .map(([name, values]) => [name, ...values].join("."));
  if (order) parts.push(`order.${order[1] === "desc" ? "-" : ""}${order[0]}`);
  if (hidden.length) parts.push(["hide", ...hidden].join("."));
  if (search) parts.push(`q.${search}`);
  const others = location.search
    .slice(1)
    .split("&")
    .filter((parameter) => parameter && parameter.split("=")[0] !== id);
  if (parts.length) others.push(`${id}=${encodeURIComponent(parts.join("~"))}`);
  const query = others.length ? `?${others.join("&")}` : "";
  history.replaceState(history.state, "", location.pathname + query + location.hash);
}
