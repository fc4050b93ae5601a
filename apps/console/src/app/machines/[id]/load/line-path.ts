/** What is drawn of one measure: one value a step, null where there is none. */
export type Values = readonly (number | null)[];

/** Drawn on a plane of this size, stretched to whatever room there is. */
export const PLANE = { width: 600, height: 100 } as const;

const xOf = (at: number, steps: number): number => ((at + 0.5) * PLANE.width) / steps;
const yOf = (value: number, top: number): number => PLANE.height * (1 - Math.min(1, value / top));

/** One path for each stretch without a gap; a value that stands alone is a short dash. */
export function pathsOf(values: Values, top: number): string[] {
  const paths: string[] = [];
  let points: string[] = [];
  const end = (): void => {
    const [only] = points;
    if (points.length === 1 && only !== undefined) paths.push(`M${only}h1`);
    if (points.length > 1) paths.push(`M${points.join("L")}`);
    points = [];
  };
  values.forEach((value, at) => {
    if (value === null) end();
    else points.push(`${xOf(at, values.length).toFixed(1)} ${yOf(value, top).toFixed(1)}`);
  });
  end();
  return paths;
}

export interface Gap {
  /** Of the whole width, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** Where nothing was measured, as parts of the width. */
export function gapsOf(values: Values): Gap[] {
  const gaps: { from: number; to: number }[] = [];
  values.forEach((value, at) => {
    if (value !== null) return;
    const last = gaps.at(-1);
    if (last && last.to === at / values.length) last.to = (at + 1) / values.length;
    else gaps.push({ from: at / values.length, to: (at + 1) / values.length });
  });
  return gaps;
}

/** The end of the axis: the next 1, 2 or 5 of its size above all that is drawn. */
export function topOf(values: Values, least: number): number {
  const most = values.reduce<number>((top, value) => Math.max(top, value ?? 0), least);
  const size = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((factor) => factor * size).find((top) => top >= most) ?? most;
}
