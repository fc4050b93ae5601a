/** One measured number. */
export interface Result {
  readonly part: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** At most this, or at least where `atLeast` is set; null where the number is only for comparison. */
  readonly budget: number | null;
  readonly atLeast?: boolean;
  /** The same on the floor: the least that any page could need. Its ratio is comparable between machines. */
  readonly floor?: number;
  /** The same on every machine and every run: a broken one fails the bench. Times only fail the eye. */
  readonly deterministic?: boolean;
}

export const keeps = ({ value, budget, atLeast }: Result): boolean =>
  budget === null || (atLeast ? value >= budget : value <= budget);

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

function cells(result: Result): string[] {
  const { part, what, value, unit, budget, atLeast, floor } = result;
  return [
    part,
    what,
    rounded(value),
    unit,
    budget === null ? "" : `${atLeast ? "≥" : "≤"} ${rounded(budget)}`,
    floor === undefined ? "" : `${rounded(floor)}, ${(value / floor).toFixed(1)}×`,
    budget === null ? "" : keeps(result) ? "ok" : result.deterministic ? "BROKEN" : "missed",
  ];
}

/** A table for the terminal; it is Markdown as well. */
export function table(results: readonly Result[]): string {
  const rows = [["part", "what", "value", "unit", "budget", "floor, ratio", ""], ...results.map(cells)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body.map(line)].join("\n");
}

/** @param share 0.5 is the median, 0.95 what all but one in twenty stay below */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
