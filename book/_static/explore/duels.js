// Comparisons that have two models: the values of their best variants, and which is ahead.

/** Who measured a model, as a reader sees it. */
export const HANDS = { makers: "its makers", others: "others" };

/** Of each comparison with both models: the row, the best variant of either, by how much the
 * first is ahead (negative: behind), and whether others than their makers measured both. */
export function duels(rows, a, b) {
  return rows.flatMap((row) => {
    const [one, other] = [a, b].map((id) => row.systems.find(({ model }) => model === id));
    if (!one || !other) return [];
    const gain = one.value - other.value;
    const independent = one.measurer === "others" && other.measurer === "others";
    return [{ row, one, other, lead: row.higher ? gain : 0 - gain, independent }];
  });
}

/** How many comparisons each other model shares with one, by id. */
export function opponents(rows, id) {
  const met = new Map();
  for (const row of rows) {
    const models = row.values.models ?? [];
    if (!models.includes(id)) continue;
    for (const other of models) if (other !== id) met.set(other, (met.get(other) ?? 0) + 1);
  }
  return met;
}

/** How often either was ahead, and how often neither. */
export function tally(found) {
  const one = found.filter(({ lead }) => lead > 0).length;
  const other = found.filter(({ lead }) => lead < 0).length;
  return { one, other, ties: found.length - one - other };
}
