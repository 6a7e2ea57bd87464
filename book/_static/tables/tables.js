// Loads what makes tables searchable: for a table near the screen, once the reader has shown
// any sign of use, or at once if the page's address holds a search. A first visit that only
// reads the first screen fetches neither the library nor its style sheet.

const SIGNS = ["scroll", "pointermove", "pointerdown", "touchstart", "keydown", "focusin"];
const REACH = "400px";

let loaded;

function load() {
  loaded ??= Promise.all([import("./enhance.js"), style(new URL("tables.css", import.meta.url))]);
  return loaded.then(([module]) => module);
}

function style(address) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${address} cannot be loaded`));
    document.head.append(link);
  });
}

async function enhance(place) {
  try {
    const { enhanceTable } = await load();
    enhanceTable(place, document.getElementById(place.dataset.table));
  } catch (error) {
    // The table is complete without its tools; their place must not promise them.
    console.error(error);
    place.remove();
  }
}

const inAddress = new URLSearchParams(location.search);
const waiting = new Map();
for (const place of document.querySelectorAll(".table-tools")) {
  if (inAddress.has(place.dataset.table)) {
    enhance(place);
  } else {
    // A table higher than the screen can be in view while its tools are not.
    waiting.set(place, place);
    waiting.set(document.getElementById(place.dataset.table), place);
  }
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      const place = waiting.get(target);
      if (!place) continue;
      for (const [watched, its] of waiting) {
        if (its !== place) continue;
        observer.unobserve(watched);
        waiting.delete(watched);
      }
      enhance(place);
    }
  },
  { rootMargin: REACH },
);

function begin(event) {
  // The theme scrolls its list of chapters by itself; that is no reader.
  if (event.type === "scroll" && event.target !== document) return;
  for (const sign of SIGNS) removeEventListener(sign, begin, true);
  for (const watched of waiting.keys()) observer.observe(watched);
}

for (const sign of SIGNS) addEventListener(sign, begin, { capture: true, passive: true });
