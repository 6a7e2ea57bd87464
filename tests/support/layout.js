// What is wrong with the layout of the page as it stands, one [kind, place, text] a fault: a word
// that is broken, a cell that is cut, texts that lie over each other, a page or a box that scrolls
// sideways, a box that hides rows, a column or a head of a table without words.
() => {
  const faults = [];
  const root = document.querySelector("main") ?? document.body;
  const placeOf = (element) => element.closest("[id]")?.id ?? element.tagName;
  const say = (kind, element, text) =>
    faults.push([kind, placeOf(element), text.trim().replace(/\s+/g, " ").slice(0, 60)]);
  const isHidden = (element) => !element.checkVisibility({ visibilityProperty: true });

  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...root.querySelectorAll("*")].findLast(
      (each) => !isHidden(each) && each.getBoundingClientRect().right > innerWidth + 1,
    );
    say("sideways", wide ?? root, `${document.documentElement.scrollWidth} > ${innerWidth}`);
  }

  // Texts, line by line: no word on two lines, no two of them in one place.
  const LONGEST = 20; // letters and signs without a space, which are kept on one line
  const WORD = /[\p{L}\p{N}]+/gu;
  const BREAKS_ANYWHERE = /[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]/; // scripts without spaces
  const UNCHECKED = "script, style, noscript, svg, math, pre, .visually-hidden, .explore-hidden";
  const lines = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(UNCHECKED) || isHidden(parent)) continue;
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    for (const rect of rects) lines.push({ rect, node, parent });
    if (rects.length < 2) continue;
    for (const { 0: word, index } of node.data.matchAll(WORD)) {
      const before = node.data.slice(0, index).match(/\S*$/)[0];
      const after = node.data.slice(index).match(/^\S*/)[0];
      // An address, or a number of a preprint, is longer than a narrow column.
      if ((before + after).length > LONGEST || BREAKS_ANYWHERE.test(word)) continue;
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()].filter(({ width }) => width > 0);
      if (new Set(tops.map(({ top }) => Math.round(top))).size > 1) say("broken", parent, word);
    }
  }
  lines.sort((one, other) => one.rect.top - other.rect.top);
  const isAbove = ({ parent }) => parent.closest(".bd-header-article, dialog, [popover]");
  for (const [at, one] of lines.entries()) {
    for (const other of lines.slice(at + 1, at + 200)) {
      if (other.rect.top >= one.rect.bottom - 4) break;
      const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const height = Math.min(one.rect.bottom, other.rect.bottom) - other.rect.top;
      if (width <= 3 || height <= 6 || isAbove(one) || isAbove(other)) continue;
      say("overlap", one.parent, `${one.node.data.trim().slice(0, 25)} | ${other.node.data.trim().slice(0, 25)}`);
    }
  }

  // Boxes: only code, formulas, drawings with their letters, and frames of notebooks may scroll, and
  // those sideways alone.
  const SCROLLS = "pre, .figure-scroll, math, .math, .highlight, .cell_output, textarea, select, [role=listbox]";
  for (const box of root.querySelectorAll("*")) {
    if (!box.clientWidth || isHidden(box) || box.closest("svg, math")) continue;
    const { overflowX, overflowY } = getComputedStyle(box);
    const scrolls = (value) => value === "auto" || value === "scroll";
    const isWide = box.scrollWidth > box.clientWidth + 1;
    const text = box.textContent;
    if (/^T[DH]$/.test(box.tagName) && isWide) say("cut", box, text);
    else if (scrolls(overflowX) && isWide && !box.closest(SCROLLS)) say("scrolls", box, text);
    const isHigh = box.scrollHeight > box.clientHeight + 1;
    if (scrolls(overflowY) && isHigh && box.querySelector("tr")) say("hides rows", box, text);
  }

  for (const table of root.querySelectorAll("table")) {
    if (isHidden(table) || !table.tHead || !table.tBodies[0]?.rows.length) continue;
    const rows = [...table.tBodies[0].rows].filter(({ cells }) => cells.length > 1);
    for (const [at, head] of [...table.tHead.rows[0].cells].entries()) {
      if (head.tagName === "TH" && !head.textContent.trim()) say("empty head", head, table.textContent);
      const isEmpty = (row) => !row.cells[at]?.textContent.trim() && !row.cells[at]?.querySelector("svg, img");
      if (rows.length > 1 && rows.every(isEmpty)) say("empty column", head, head.textContent);
    }
  }
  return faults;
};
