/** Where a site is drawn, in the units of the drawing. */
export interface Placed {
  readonly x: number;
  readonly y: number;
}
export interface SitePosition {
  readonly latitude: number;
  readonly longitude: number;
}
export interface MapSize {
  readonly width: number;
  readonly height: number;
  /** Between two sites, and from the edge: room for a mark that a finger meets and for its name. */
  readonly apart: { readonly x: number; readonly y: number };
}

const ROUNDS = 400;

/**
 * A schematic map: east is right and north is up, and distances say little. Places take their rank among the others as much as
 * their degrees, since the fleet may be two crowds with an ocean between them; then those that would touch move apart.
 * Sites without a place stand in a row below. The same sites are always drawn the same way.
 */
export function placeSites(sites: readonly { readonly position: SitePosition | null }[], size: MapSize): Placed[] {
  const { width, height, apart } = size;
  const known = sites.flatMap(({ position }) => (position ? [position] : []));
  const unplaced = sites.length - known.length;
  const rows = Math.ceil(unplaced / Math.max(1, Math.floor(width / apart.x)));
  const top = { width, height: Math.max(apart.y, height - rows * apart.y) };
  const across = scaleOf(known.map(({ longitude }) => longitude));
  const up = scaleOf(known.map(({ latitude }) => latitude));
  let row = 0;
  const points = sites.map(({ position }): { x: number; y: number } => {
    if (position)
      return {
        x: within(across(position.longitude) * top.width, apart.x / 2, top.width),
        y: within((1 - up(position.latitude)) * top.height, apart.y / 2, top.height),
      };
    const inRow = Math.max(1, Math.floor(width / apart.x));
    const at = row++;
    return {
      x: apart.x / 2 + (at % inRow) * apart.x,
      y: top.height + apart.y / 2 + Math.floor(at / inRow) * apart.y,
    };
  });
  const movable = points.filter((_, index) => sites[index]?.position != null);
  let restless = true;
  for (let round = 0; round < ROUNDS && restless; round++) restless = pushApart(movable, top, apart);
  if (restless) intoRows(movable, top, apart);
  return points;
}

/** So high that all of them have room. */
export const mapHeight = (count: number, { width, apart }: Pick<MapSize, "width" | "apart">, least: number): number =>
  Math.max(least, Math.ceil(count / Math.max(1, Math.floor(width / apart.x))) * apart.y * 2);

/** Where there is no other room for all: in rows from north to south, each from west to east. */
function intoRows(
  points: { x: number; y: number }[],
  size: { width: number; height: number },
  apart: MapSize["apart"],
): void {
  const inRow = Math.max(1, Math.floor(size.width / apart.x));
  const sorted = [...points].sort((one, two) => one.y - two.y || one.x - two.x);
  const rows = Math.max(1, Math.ceil(sorted.length / inRow));
  for (let row = 0; row < rows; row++)
    for (const [at, point] of sorted
      .slice(row * inRow, (row + 1) * inRow)
      .sort((one, two) => one.x - two.x)
      .entries()) {
      point.x = ((at + 0.5) * size.width) / inRow;
      point.y = Math.min(size.height - apart.y / 2, ((row + 0.5) * size.height) / rows);
    }
}

/** From 0 to 1: half by degrees, half by rank; in the middle where there is but one value. */
function scaleOf(values: readonly number[]): (value: number) => number {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const [least = 0, most = 0] = [distinct[0], distinct.at(-1)];
  if (most === least) return () => 0.5;
  return (value) => (0.3 * (value - least)) / (most - least) + (0.7 * distinct.indexOf(value)) / (distinct.length - 1);
}

const within = (value: number, edge: number, length: number): number => Math.min(Math.max(value, edge), length - edge);

/** One step of moving those apart that overlap, along the way that is shorter. @returns whether any did */
function pushApart(
  points: { x: number; y: number }[],
  size: { width: number; height: number },
  apart: MapSize["apart"],
): boolean {
  let moved = false;
  for (const [index, one] of points.entries())
    for (const two of points.slice(index + 1)) {
      const overlap = { x: apart.x - Math.abs(one.x - two.x), y: apart.y - Math.abs(one.y - two.y) };
      if (overlap.x <= 0.01 || overlap.y <= 0.01) continue;
      moved = true;
      const axis = overlap.x / apart.x < overlap.y / apart.y ? "x" : "y";
      const length = axis === "x" ? size.width : size.height;
      const [first, second] = one[axis] <= two[axis] ? [one, two] : [two, one];
      const half = overlap[axis] / 2;
      const before = first[axis];
      first[axis] = within(first[axis] - half, apart[axis] / 2, length);
      // What the edge does not let the one give way, the other does.
      second[axis] = within(second[axis] + overlap[axis] - (before - first[axis]), apart[axis] / 2, length);
    }
  return moved;
}
