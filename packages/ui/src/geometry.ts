/** Drawing on whole pixels. Each size is its own cut with its own stroke; nothing is ever scaled between cuts. */
export const GLYPH_SIZES = [12, 15, 24, 84] as const;
export type GlyphSize = (typeof GLYPH_SIZES)[number];

export interface Cut {
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly gap: number;
  /** Room above the halves for the witness. */
  readonly top: number;
  readonly stroke: number;
  /** Edge of the witness square: even, so that half of it is whole pixels. */
  readonly witness: number;
}

export const CUTS = {
  12: { halfWidth: 7, halfHeight: 9, gap: 4, top: 3, stroke: 1, witness: 2 },
  15: { halfWidth: 9, halfHeight: 11, gap: 4, top: 4, stroke: 1, witness: 2 },
  24: { halfWidth: 14, halfHeight: 18, gap: 8, top: 6, stroke: 2, witness: 4 },
  84: { halfWidth: 45, halfHeight: 63, gap: 27, top: 21, stroke: 3, witness: 10 },
} as const satisfies Record<GlyphSize, Cut>;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const rect = ({ x, y, width, height }: Box): string => `M${x} ${y}h${width}v${height}h${-width}z`;

export const inset = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
});

export const solid = (box: Box): string => rect(box);

/** A frame as one filled shape (even-odd), because a stroke would straddle pixel edges. */
export const frame = (box: Box, stroke: number): string => rect(box) + rect(inset(box, stroke));

/** Four corners: what was there is gone. */
export function corners({ x, y, width, height }: Box, stroke: number): string {
  const arm = Math.max(2, Math.round(width * 0.3));
  const corner = (cx: number, cy: number, right: 1 | -1, down: 1 | -1) =>
    `M${cx} ${cy}h${right * arm}v${down * stroke}h${-right * (arm - stroke)}v${down * (arm - stroke)}h${-right * stroke}z`;
  return (
    corner(x, y, 1, 1) +
    corner(x + width, y, -1, 1) +
    corner(x, y + height, 1, -1) +
    corner(x + width, y + height, -1, -1)
  );
}

/** A frame of dots: nothing is known. */
export function dots({ x, y, width, height }: Box, stroke: number): string {
  const step = 2 * stroke;
  const dot = (dx: number, dy: number) => rect({ x: x + dx, y: y + dy, width: stroke, height: stroke });
  let path = "";
  for (let dx = 0; dx < width; dx += step) path += dot(dx, 0) + dot(dx, height - stroke);
  for (let dy = step; dy < height - stroke; dy += step) path += dot(0, dy) + dot(width - stroke, dy);
  return path;
}

/** The part of a half that is already copied, from below. */
export function fillFromBelow(box: Box, stroke: number, ratio: number): string {
  const inner = inset(box, stroke);
  const height = Math.round(inner.height * Math.min(1, Math.max(0, ratio)));
  return height === 0 ? "" : rect({ ...inner, y: inner.y + inner.height - height, height });
}

/** Two standing bars: held, it may not act. */
export function heldBars({ x, y, width, height }: Box, stroke: number): string {
  const bar = { y: y + Math.floor(height * 0.3), width: stroke, height: Math.floor(height * 0.45) };
  const left = x + Math.floor((width - 3 * stroke) / 2);
  return rect({ ...bar, x: left }) + rect({ ...bar, x: left + 2 * stroke });
}

/** One lying bar: out by intent. */
export const maintenanceBar = ({ x, y, width, height }: Box, stroke: number): string =>
  rect({
    x: x + 2 * stroke,
    y: y + Math.floor(height / 2) - Math.ceil(stroke / 2),
    width: width - 4 * stroke,
    height: stroke,
  });
