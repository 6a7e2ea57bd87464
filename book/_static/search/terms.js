// What a reader types as terms: the same rule as surveybook.site.searchterms, by which the
// index of names was written.

const TERM = /[\p{L}\p{N}]+/gu;
const PREFIX = new RegExp(
  "^(?:(?:https?://)?(?:www\\.|dx\\.)?"
  + "(?:doi\\.org/|arxiv\\.org/(?:abs|pdf|html)/|pubmed\\.ncbi\\.nlm\\.nih\\.gov/)"
  + "|(?:doi|arxiv|pmid|pmcid):?\\s*)", "i");
const IDENTIFIER = /^(?:10\.\d{4,9}\/\S+|\d{4}\.\d{4,5}|(?:pmc)?\d{6,9}|[a-z-]+\/\d{7})$/;

/** Lower case, without accents and compatibility forms. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The terms of a text in order: runs of letters and digits, folded. */
export function terms(text) {
  return fold(text).match(TERM) ?? [];
}

/** The name of the file that holds a term. */
export function chunk(term, length = 3) {
  return [...term].slice(0, length)
    .map((char) => (/[a-z0-9]/.test(char) ? char : `u${char.codePointAt(0).toString(16)}`))
    .join("");
}

/** A DOI, arXiv or PubMed number without address, prefix and version; null if it is none. */
export function identifier(text) {
  const bare = text.trim().replace(/\/+$/, "").replace(PREFIX, "")
    .replace(/^10\.48550\/arxiv\./i, "")
    .replace(/^(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$/, "$1")
    .toLowerCase();
  return IDENTIFIER.test(bare) ? bare : null;
}

/** The name of the file that holds an identifier. */
export function identifierChunk(name) {
  return name.replace(/[^a-zA-Z0-9]/g, "").slice(-2);
}

/** How many letters must be added, dropped, replaced or swapped with their neighbour to make
 * one word of the other; `most` + 1 if it is more than `most`. */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      now[column] = Math.min(
        last[column] + 1, now[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2]
          && one[row - 2] === other[column - 1]) {
        now[column] = Math.min(now[column], before[column - 2] + 1);
      }
    }
    if (Math.min(...now) > most) return most + 1;
    before = last;
    last = now;
  }
  return last[other.length];
}
