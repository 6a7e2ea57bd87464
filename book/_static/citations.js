// A citation shows its reference while it is pointed at or has the focus, and opens the paper.
// Without this script its link leads to the bibliography. The page tells the reference once, as
// title of a work's first citation; further ones have the same address.

const SHOW = 150; // ms; so that a pointer passing by opens nothing
const HIDE = 250; // ms; time to move the pointer into the card

const card = document.createElement("span");
card.className = "citation-card";
card.id = "citation-card";
card.popover = "manual";
card.role = "group";
card.ariaLabel = "Reference";
const reference = document.createElement("span");
const paper = document.createElement("a");
paper.textContent = "Read the paper";
const entry = document.createElement("a");
entry.textContent = "In the bibliography";
card.append(reference, paper, entry);

let shown = null; // the citation whose card is open
let timer;

function show(link) {
  clearTimeout(timer);
  if (shown === link) return;
  hide();
  shown = link;
  reference.textContent = link.dataset.reference;
  reference.id = "citation-card-reference";
  paper.hidden = !link.dataset.paper;
  if (link.dataset.paper) paper.href = link.dataset.paper;
  entry.href = link.dataset.entry;
  // Beside its citation, so that Tab leads from the citation into the card.
  link.after(card);
  link.setAttribute("aria-describedby", reference.id);
  card.showPopover();
  place(link);
}

/** Below the citation's first line, or above it where there is no room. */
function place(link) {
  const [line] = link.getClientRects();
  const { width, height } = card.getBoundingClientRect();
  const below = line.bottom + 4;
  const room = below + height <= innerHeight || line.top < height;
  card.style.top = `${room ? below : line.top - height - 4}px`;
  card.style.left = `${Math.max(8, Math.min(line.left, innerWidth - width - 8))}px`;
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = null;
  card.hidePopover();
  card.remove();
}

function later(action, delay) {
  clearTimeout(timer);
  timer = setTimeout(action, delay);
}

function prepare(link, work) {
  Object.assign(link.dataset, work);
  link.removeAttribute("title"); // the browser would show it as well
  if (work.paper) link.href = work.paper;
  link.addEventListener("pointerenter", ({ pointerType }) => {
    if (pointerType !== "touch") later(() => show(link), SHOW);
  });
  link.addEventListener("pointerleave", () => later(hide, HIDE));
  link.addEventListener("focus", () => {
    if (link.matches(":focus-visible")) show(link);
  });
  // A finger cannot hover: the first touch shows the reference, the next one opens the paper.
  link.addEventListener("click", (event) => {
    if (event.pointerType !== "touch" || shown === link) return;
    event.preventDefault();
    show(link);
  });
}

card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", () => later(hide, HIDE));
document.addEventListener("focusin", ({ target }) => {
  if (shown && target !== shown && !card.contains(target)) hide();
});
document.addEventListener("pointerdown", ({ target }) => {
  if (shown && target !== shown && !shown.contains(target) && !card.contains(target)) hide();
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !shown) return;
  const link = shown;
  if (card.contains(document.activeElement)) link.focus();
  hide();
});
// A card that is about to open stays so: a page may still be coming to rest.
addEventListener("scroll", () => shown && hide(), { capture: true, passive: true });

if (HTMLElement.prototype.showPopover) {
  const works = {};
  for (const link of document.querySelectorAll(".bibtex-citation > a")) {
    const { href: entry, title: reference, dataset: { paper = "" } } = link;
    if (reference) works[entry] ??= { reference, entry, paper };
    if (works[entry]) prepare(link, works[entry]);
  }
}
