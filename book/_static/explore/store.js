// The entries, indexed: which fit a query and the chosen values, how many each value would
// leave, and in which order they stand. Sets of rows are bit sets, so ten thousand entries
// and a hundred values are counted within a few milliseconds.

import { stateOf, textOf, valuesOf } from "./values.js";

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
/** Begins a facet's value that stands for a reason why there is none: "~not-checked". */
const STATE = "~";

export class Store {
  /** `payload` is what data/explore/TABLE.json holds. */
  constructor(payload) {
    this.table = indexed(payload);
    this.rows = rowsOf(payload.rows);
    this.words = Math.ceil(this.rows.length / 32);
    this.position = new Map(this.rows.map((row, position) => [row.id, position]));
    this.facets = placed(this.table.fields, "facet").map((field) => this.#facet(field));
    this.columns = placed(this.table.fields, "column");
    this.sorts = placed(this.table.fields, "sort");
    this.details = this.table.fields.filter((field) => field.detail);
    this.texts = this.rows.map((row) => searchable(this.table, row));
    this.orders = new Map();
    this.names = new Int32Array(this.rows.length);
    this.#sorted((a, b) => COLLATOR.compare(this.rows[a].name, this.rows[b].name) || a - b)
      .forEach((row, rank) => { this.names[row] = rank; });
  }

  /**
   * The rows that fit `query` and, in every facet, one of the chosen values; and for each
   * facet how many rows each of its values has among those that fit all the other facets.
   */
  filter(query, chosen) {
    const found = this.#search(query);
    const admitted = this.facets.map((facet) => this.#union(facet, chosen.get(facet.key)));
    const fits = this.#meet(found, admitted);
    const counts = new Map(this.facets.map((facet, position) => {
      const others = admitted[position]
        ? this.#meet(found, admitted.filter((_, other) => other !== position))
        : fits;
      return [facet.key, facet.values.map((value) => shared(value.bits, others))];
    }));
    return { bits: fits, count: shared(fits, fits), counts };
  }

  /** How many of the rows in `bits` have each value of one facet and each of another, as
   * counts by the one's value and then the other's. */
  tally(bits, one, other) {
    const [across, along] = [one, other].map((key) => (
      this.facets.find((facet) => facet.key === key).values));
    return new Map(across.map((outer) => {
      const both = this.#meet(bits, [outer.bits]);
      return [outer.value, new Map(along.map((value) => [value.value, shared(value.bits, both)]))];
    }));
  }

  /** The positions of the rows in `bits`, ordered by a field or by "name". */
  ordered(bits, key, descending) {
    const order = this.#order(key, descending);
    return Array.from(order.filter((row) => bits[row >> 5] & (1 << (row & 31))));
  }

  #facet(field) {
    const known = new Map((field.terms ?? []).map((term) => [term.value, term]));
    const values = new Map();
    this.rows.forEach((row, position) => {
      const listed = valuesOf(row, field).map(String);
      const state = stateOf(this.table, row, field);
      for (const value of listed.length ? listed : [STATE + state.replaceAll(" ", "-")]) {
        if (!values.has(value)) {
          const label = listed.length ? known.get(value)?.label ?? value : state;
          values.set(value, {
            value, label, state: !listed.length, colour: known.get(value)?.colour ?? null,
            bits: new Uint32Array(this.words),
          });
        }
        values.get(value).bits[position >> 5] |= 1 << (position & 31);
      }
    });
    const rank = new Map([...known.keys()].map((value, position) => [value, position]));
    const sorted = [...values.values()].sort((a, b) => a.state - b.state || (
      field.type === "number" ? Number(b.value) - Number(a.value)
        : field.colours ? rank.get(a.value) - rank.get(b.value)
          : shared(b.bits, b.bits) - shared(a.bits, a.bits) || COLLATOR.compare(a.label, b.label)
    ));
    return { key: field.key, label: field.label, values: sorted };
  }

  #search(query) {
    const words = query.split(/\s+/).filter(Boolean).map((word) => begun(folded(word)));
    const bits = new Uint32Array(this.words);
    this.texts.forEach((text, row) => {
      if (words.every((word) => text.includes(word))) bits[row >> 5] |= 1 << (row & 31);
    });
    return bits;
  }

  #union(facet, values) {
    if (!values?.size) return null;
    const bits = new Uint32Array(this.words);
    for (const value of facet.values) {
      if (values.has(value.value)) value.bits.forEach((word, place) => { bits[place] |= word; });
    }
    return bits;
  }

  #meet(bits, sets) {
    const both = bits.slice();
    for (const set of sets) {
      if (set) set.forEach((word, place) => { both[place] &= word; });
    }
    return both;
  }

  /** Every row by a field: its missing values last either way, equal ones by name. */
  #order(key, descending) {
    const name = `${key} ${descending}`;
    if (!this.orders.has(name)) {
      const rank = key === "name" ? this.names : this.#ranks(this.table.field(key));
      const sign = descending ? -1 : 1;
      this.orders.set(name, this.#sorted((a, b) => (
        Number.isNaN(rank[a]) - Number.isNaN(rank[b])
        || sign * (rank[a] - rank[b]) || this.names[a] - this.names[b]
      )));
    }
    return this.orders.get(name);
  }

  #ranks(field) {
    const places = new Map((field.terms ?? []).map((term, place) => [term.value, place]));
    return this.rows.map((row) => {
      const [value] = valuesOf(row, field);
      if (value === undefined) return NaN;
      return field.type === "terms" ? places.get(value) ?? NaN : Number(value);
    });
  }

  #sorted(compare) {
    return Int32Array.from(this.rows.keys()).sort(compare);
  }
}

/** The rows of a payload: a list, or packed by column with null where a row has nothing. */
function rowsOf(rows) {
  if (Array.isArray(rows)) return rows;
  const at = (columns, place) => Object.fromEntries(Object.entries(columns)
    .filter(([, cells]) => cells[place] !== null).map(([name, cells]) => [name, cells[place]]));
  return (rows.columns.id ?? []).map((_, place) => ({
    ...at(rows.columns, place),
    values: at(rows.values, place),
    states: at(rows.states, place),
  }));
}

function indexed(payload) {
  const fields = payload.fields.map((field) => ({
    ...field,
    labels: new Map((field.terms ?? []).map((term) => [term.value, term.label])),
    colours: field.terms?.some((term) => term.colour)
      ? new Map(field.terms.map((term) => [term.value, term.colour]))
      : null,
  }));
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const { table: name, nouns, states, entries } = payload;
  return { name, nouns, states, entries, fields, field: (key) => byKey.get(key) };
}

function placed(fields, role) {
  return fields.filter((field) => field[role] !== null).sort((a, b) => a[role] - b[role]);
}

function searchable(table, row) {
  const texts = table.fields.map((field) => textOf(table, row, field));
  // The parts of a name such as MedSAM are looked for as well.
  const parts = row.name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ");
  return begun(folded([row.name, parts, row.work, row.citation, ...texts].join("\n")));
}

/** The text with a mark where each word begins: "CT" is not looked for within "instruction". */
function begun(text) {
  return text.replace(/[\p{L}\p{N}]+/gu, "\u0001$&");
}

/** Lower case without accents, so that "Muller" finds "Müller". */
function folded(text) {
  const plain = /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "");
  return plain.toLowerCase();
}

/** How many rows two sets share. */
function shared(one, other) {
  let count = 0;
  for (let place = 0; place < one.length; place += 1) {
    let word = one[place] & other[place];
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
