// The rows of a payload: what a first visit shows of them, and the rest, which is fetched when it
// is needed.

import { json } from "./fetching.js";

/** The rows, from a list, or packed by column with null where a row has nothing. */
export function rowsOf({ rows, folder }) {
  if (Array.isArray(rows)) return rows;
  const at = (columns, place) => Object.fromEntries(Object.entries(columns)
    .filter(([, cells]) => cells[place] !== null).map(([name, cells]) => [name, cells[place]]));
  return (rows.columns.id ?? []).map((id, place) => ({
    ...folder ? { url: `${folder}${id}.html` } : {},
    ...at(rows.columns, place),
    values: at(rows.values, place),
    states: at(rows.states, place),
  }));
}

/** What rows have beyond a first visit, at one address. */
export class Rest {
  constructor(rows, address) {
    this.rows = rows;
    this.address = address;
    this.isThere = false;
    this.loading = null;
  }

  /** Fetch it, once, and give each row its part. */
  load() {
    this.loading ??= json(this.address).then(({ columns, values }) => {
      const put = (cells, name, part) => this.rows.forEach((row, place) => {
        if (cells[place] !== null) part(row)[name] = cells[place];
      });
      for (const [name, cells] of Object.entries(columns)) put(cells, name, (row) => row);
      for (const [name, cells] of Object.entries(values)) put(cells, name, (row) => row.values);
      this.isThere = true;
    }).catch((error) => {
      // Asked once more, it is fetched once more.
      this.loading = null;
      throw error;
    });
    return this.loading;
  }
}
