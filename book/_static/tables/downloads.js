// Downloads of the rows as they are shown: filtered, in their order, without hidden columns.

/** A cell as CSV holds it: its words, with the address after each outward link's. */
export function cellText(cell) {
  const copy = cell.cloneNode(true);
  for (const link of copy.querySelectorAll('a.external[href^="http"]')) {
    link.append(` <${link.href}>`);
  }
  return copy.textContent.trim().replace(/\s+/g, " ");
}

/** The BibTeX of entries, each work once; {text, missing: how many entries have none}. */
export async function bibtexOf(entries, ids) {
  const address = new URL(`../../data/explore/${entries}.bib.json`, import.meta.url);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} answers ${response.status}`);
  const { works, rows } = await response.json();
  const keys = new Set(ids.flatMap((id) => rows[id] ?? []));
  return {
    text: [...keys].map((key) => works[key]).join("\n"),
    missing: ids.filter((id) => !rows[id]?.length).length,
  };
}

/** Let the browser save a text. */
export function save(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
