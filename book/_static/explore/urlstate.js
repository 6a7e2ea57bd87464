// What the reader chose, kept in the address: a copied address shows the same.

/** So many entries are shown at first and with each wish for more. */
export const PAGE = 25;
export const COMPARED = 4;
// Not "q": the book's own search would answer to it.
const RESERVED = ["search", "sort", "compare", "view", "shown"];

/** What a page shows before anything is chosen. */
export function initial(store) {
  return {
    query: "",
    sort: store.sorts[0].key,
    descending: true,
    chosen: new Map(store.facets.map((facet) => [facet.key, new Set()])),
    compared: [],
    comparing: false,
    shown: PAGE,
  };
}

/** The state an address stands for; what does not exist in the data is passed over. */
export function read(search, store) {
  const state = initial(store);
  const given = new URLSearchParams(search);
  state.query = given.get("search") ?? "";
  const sort = given.get("sort") ?? "";
  const key = sort.replace(/^-/, "");
  if (key === "name" || store.sorts.some((field) => field.key === key)) {
    state.sort = key;
    state.descending = sort.startsWith("-");
  }
  for (const facet of store.facets) {
    const known = new Set(facet.values.map((value) => value.value));
    for (const value of (given.get(facet.key) ?? "").split(",")) {
      if (known.has(value)) state.chosen.get(facet.key).add(value);
    }
  }
  const ids = new Set((given.get("compare") ?? "").split(","));
  state.compared = [...ids].filter((id) => store.position.has(id)).slice(0, COMPARED);
  state.comparing = given.get("view") === "compare" && state.compared.length > 1;
  state.shown = Math.max(PAGE, Math.min(Number(given.get("shown")) || 0, store.rows.length));
  return state;
}

/** The query part of the state's address; parameters of others are left as they are. */
export function write(state, store, search) {
  const others = new URLSearchParams(search);
  for (const name of [...RESERVED, ...store.facets.map((facet) => facet.key)]) others.delete(name);
  const usual = initial(store);
  const sort = (state.descending ? "-" : "") + state.sort;
  const parts = [
    ["search", [state.query]],
    ...store.facets.map((facet) => [facet.key, [...state.chosen.get(facet.key)]]),
    ["sort", [sort === `-${usual.sort}` ? "" : sort]],
    ["compare", state.compared],
    ["view", [state.comparing ? "compare" : ""]],
    ["shown", [state.shown > PAGE ? String(state.shown) : ""]],
  ];
  const text = parts
    .filter(([, values]) => values.some(Boolean))
    .map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`);
  const all = [others.toString(), ...text].filter(Boolean).join("&");
  return all ? `?${all}` : "";
}
