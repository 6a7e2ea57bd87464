// What is found in the texts of the pages, by Pagefind. Its index is cut into pieces, of which
// a search fetches those that its words need, and a result's text only when it is shown.

const WORDS_SHOWN = 28;
const SECTIONS_SHOWN = 3;
let engine;

/** Begin to load what every search needs; null where it cannot be used. */
export function prepare(root) {
  engine ??= (async () => {
    try {
      const base = new URL(`${root}search/text/`, location.href);
      const pagefind = await import(`${base}pagefind.js`);
      // A worker would be one more file to fetch and saves nothing on an index in pieces.
      const made = pagefind.createInstance({ basePath: base.pathname, noWorker: true });
      await made.preload("");
      return made;
    } catch {
      return null;
    }
  })();
  return engine;
}

/** By facet, each value that pages have and how many have it. */
export async function facetValues(root) {
  return (await prepare(root))?.filters() ?? {};
}

/**
 * The pages that hold the words: `sections`, those of chapters, and `others`, each best first,
 * as functions that give what is shown; `counts` by facet, once facetValues() was asked; null
 * where texts cannot be searched. `chosen` holds a value by facet.
 */
export async function findTexts(root, query, chosen) {
  const search = await prepare(root);
  if (!search) return null;
  const filters = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value));
  const all = await search.search(query, { filters });
  const chapters = filters.kind ? null
    : await search.search(query, { filters: { ...filters, kind: "Chapters" } });
  const inChapters = filters.kind === "Chapters" ? all.results : chapters?.results ?? [];
  const ids = new Set(inChapters.map((result) => result.id));
  const show = (result) => async () => shown(root, await result.data());
  return {
    count: all.results.length,
    sections: inChapters.map(show),
    others: all.results.filter((result) => !ids.has(result.id)).map(show),
    counts: all.filters,
  };
}

/** What is shown of a page: its card, and the parts of it that hold the words. */
function shown(root, data) {
  const { title, kind, family = "", year = "", sections } = data.meta;
  const url = data.raw_url.replace(/^\//, "");
  const parts = divided(data, sections ? JSON.parse(sections) : []);
  return {
    url, title, kind, family, year,
    parts: parts.slice(0, SECTIONS_SHOWN).map(({ anchor, heading, locations }) => ({
      url: anchor ? `${url}#${anchor}` : url,
      heading,
      excerpt: excerpt(data, locations),
    })),
    words: new Set(data.weighted_locations.map(({ location }) => textWords(data)[location])),
  };
}

/** The places of the words, by the section they stand in, the weightiest section first. */
function divided(data, sections) {
  const places = new Map(data.anchors.map(({ id, location }) => [id, location]));
  const heads = sections.filter(([anchor]) => places.has(anchor))
    .map(([anchor, heading]) => ({ anchor, heading, start: places.get(anchor) }))
    .sort((a, b) => a.start - b.start);
  const parts = new Map();
  for (const { location, weight } of data.weighted_locations) {
    const head = heads.findLast(({ start }) => start <= location) ?? { anchor: "", heading: "" };
    const part = parts.get(head.anchor) ?? { ...head, weight: 0, locations: [] };
    part.weight += weight;
    part.locations.push(location);
    parts.set(head.anchor, part);
  }
  return [...parts.values()].sort((a, b) => b.weight - a.weight);
}

/** The words around the first place, as pieces of text, of which every second is a word that
 * was looked for. */
function excerpt(data, locations) {
  const words = textWords(data);
  const wanted = new Set(locations);
  const start = Math.max(0, Math.min(...locations) - 6);
  const pieces = [start ? "… " : ""];
  for (let place = start; place < Math.min(start + WORDS_SHOWN, words.length); place += 1) {
    if (wanted.has(place)) pieces.push(words[place], " ");
    else pieces[pieces.length - 1] += `${words[place]} `;
  }
  pieces[pieces.length - 1] += start + WORDS_SHOWN < words.length ? "…" : "";
  return pieces;
}

/** The words of a page as Pagefind counts them. */
function textWords(data) {
  data.textWords ??= data.raw_content.split(/[\r\n\s]+/g)
    .map((word) => word.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
  return data.textWords;
}
