// Wires an Explore page: the entries, what the reader chose, and what is shown of it.

import { Comparisons, resultLines } from "./comparisons.js";
import { bibtex, csv, json, linesAsCsv, save } from "./download.js";
import { Results } from "./results.js";
import { Store } from "./store.js";
import { COMPARED, PAGE, initial, read, write } from "./urlstate.js";
import { View } from "./view.js";

/** What differs between entries and comparisons: the list of what fits, and its CSV. */
const OF_RESULTS = {
  List: Comparisons,
  csv: (store, rows, base) => linesAsCsv(resultLines(store, rows, base)),
};
const OF_ENTRIES = { List: Results, csv };

async function start(mount) {
  const kind = mount.dataset.table === "results" ? OF_RESULTS : OF_ENTRIES;
  const store = new Store(await json(mount.dataset.source));
  let state = read(location.search, store);
  let rows = [];

  const keep = () => {
    history.replaceState(history.state, "", location.pathname
      + write(state, store, location.search) + location.hash);
  };
  const show = () => {
    const found = store.filter(state.query, state.chosen);
    rows = store.ordered(found.bits, state.sort, state.descending);
    view.update(state, found, rows);
  };
  const change = (changed) => {
    state = { ...state, shown: PAGE, ...changed };
    show();
    keep();
  };
  const changeComparison = (changed) => {
    state = { ...state, ...changed };
    view.updateComparison(state);
    keep();
  };

  const view = new View(store, {
    search: (query) => change({ query }),
    choose(key, value, chosen) {
      const values = new Set(state.chosen.get(key));
      if (chosen) values.add(value);
      else values.delete(value);
      change({ chosen: new Map(state.chosen).set(key, values) });
    },
    order: (sort) => change({ sort: sort.replace(/^-/, ""), descending: sort.startsWith("-") }),
    sort(key) {
      // Numbers are asked for from the top, names from the start.
      const usual = store.table.field(key)?.type === "number";
      change({ sort: key, descending: state.sort === key ? !state.descending : usual });
    },
    reset() {
      const { query, chosen } = initial(store);
      change({ query, chosen });
    },
    more: () => change({ shown: state.shown + PAGE }),
    compare(id, chosen) {
      const others = state.compared.filter((other) => other !== id);
      changeComparison({ compared: (chosen ? [...others, id] : others).slice(0, COMPARED) });
    },
    clear: () => changeComparison({ compared: [] }),
    open: (comparing) => changeComparison({ comparing }),
    csv: () => save(`${store.table.name}.csv`, "text/csv", kind.csv(store, rows, location.href)),
    async bibtex() {
      try {
        const text = await bibtex(store, rows, mount.dataset.bibtex);
        save(`${store.table.name}.bib`, "application/x-bibtex", text);
        view.tell("");
      } catch (error) {
        view.tell(`The references could not be loaded (${error.message}). Try again.`);
      }
    },
  }, kind.List);
  addEventListener("popstate", () => {
    state = read(location.search, store);
    show();
  });
  mount.replaceChildren(view.node);
  show();
}

for (const mount of document.querySelectorAll(".explore[data-source]")) {
  // What the page held without scripts stays when the entries cannot be had.
  start(mount).catch((error) => {
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = `The list could not be loaded (${error.message}).`;
    mount.prepend(note);
  });
}
