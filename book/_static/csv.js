// Cells of CSV that a spreadsheet shows and does not run, as in the published tables: see
// src/surveybook/export/spreadsheet.py.

/** The text with an apostrophe before it if a spreadsheet would take it for a formula. */
export function guarded(text) {
  const runs = /^'*[=+\-@\t\r＝＋－＠]/.test(text);
  return runs && !/^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text) ? `'${text}` : text;
}
