// Facets: which rows carry which terms, which rows pass, and how many a further choice would
// leave. Within a facet any of the chosen terms will do; a row must pass every facet.

export class Facets {
  /** Read the terms that the build wrote on heads and cells. */
  constructor(table) {
    this.columns = [];
    this.chosen = {};
    const rows = [...table.tBodies[0].rows];
    [...table.tHead.rows[0].cells].forEach((head, position) => {
      if (!head.dataset.terms) return;
      const terms = rows.map((row) => row.cells[position].dataset.terms.split(" "));
      this.columns.push({
        name: head.dataset.name,
        title: head.dataset.facet,
        labels: JSON.parse(head.dataset.terms),
        terms,
      });
      this.chosen[head.dataset.name] = [];
    });
  }

  /** Choose terms of a facet; those that the table does not have are left out. */
  choose(name, terms) {
    const column = this.columns.find((each) => each.name === name);
    if (!column) return;
    const known = column.labels.map(([term]) => term);
    this.chosen[name] = terms.filter((term) => known.includes(term));
  }

  clear() {
    for (const name of Object.keys(this.chosen)) this.chosen[name] = [];
  }

  get number() {
    return Object.values(this.chosen).flat().length;
  }

  passes(row, except) {
    return this.columns.every(({ name, terms }) => {
      const chosen = this.chosen[name];
      return name === except || !chosen.length || chosen.some((each) => terms[row].includes(each));
    });
  }

  /** By term, the rows among those given that carry it and pass the other facets. */
  counts(column, rows) {
    const counts = new Map(column.labels.map(([term]) => [term, 0]));
    for (const row of rows) {
      if (!this.passes(row, column.name)) continue;
      for (const term of column.terms[row]) counts.set(term, counts.get(term) + 1);
    }
    return counts;
  }
}
