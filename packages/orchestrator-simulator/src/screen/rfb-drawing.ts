import { GLYPH, runsOfLetter } from "./font";
import { COLUMNS, type Colour, type Patch, ROWS } from "./text-frame";

/** In pixels. */
const DOT = 2;
const CELL = { width: (GLYPH.width + 1) * DOT, height: (GLYPH.height + 2) * DOT } as const;
export const SCREEN = { width: COLUMNS * CELL.width, height: ROWS * CELL.height } as const;

/** How a viewer wants its pixels, as RFB says it. */
export interface PixelFormat {
  readonly bytes: 1 | 2 | 4;
  readonly bigEndian: boolean;
  /** Greatest value and shift of red, green, blue. */
  readonly parts: readonly { readonly max: number; readonly shift: number }[];
}

export const OWN_FORMAT: PixelFormat = {
  bytes: 4,
  bigEndian: false,
  parts: [16, 8, 0].map((shift) => ({ max: 255, shift })),
};

/** The sixteen bytes of it on the wire. */
export function formatBytes({ bytes, bigEndian, parts }: PixelFormat): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  view.setUint8(0, bytes * 8);
  view.setUint8(1, 24);
  view.setUint8(2, bigEndian ? 1 : 0);
  view.setUint8(3, 1);
  parts.forEach(({ max, shift }, at) => {
    view.setUint16(4 + 2 * at, max);
    view.setUint8(10 + at, shift);
  });
  return new Uint8Array(view.buffer);
}

/** @returns null for colours of a palette, which are not drawn here */
export function readFormat(bytes: Uint8Array): PixelFormat | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint8(0) / 8;
  if ((size !== 1 && size !== 2 && size !== 4) || view.getUint8(3) === 0) return null;
  return {
    bytes: size,
    bigEndian: view.getUint8(2) !== 0,
    parts: [0, 1, 2].map((at) => ({ max: view.getUint16(4 + 2 * at), shift: view.getUint8(10 + at) })),
  };
}

function pixelOf({ bytes, bigEndian, parts }: PixelFormat, colour: Colour): Uint8Array {
  let value = 0;
  parts.forEach(({ max, shift }, at) => {
    value += Math.round(((colour[at] ?? 0) * max) / 255) * 2 ** shift;
  });
  const pixel = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at++) pixel[bigEndian ? bytes - 1 - at : at] = Math.floor(value / 2 ** (8 * at)) % 256;
  return pixel;
}

export const ENCODING = { raw: 0, rre: 2 } as const;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const areaOf = ({ row, column, text }: Patch): Area => ({
  x: column * CELL.width,
  y: row * CELL.height,
  width: text.length * CELL.width,
  height: CELL.height,
});

/** The lines of all its letters, in pixels from its own corner. */
function linesOf({ text }: Patch): Area[] {
  return [...text].flatMap((letter, column) =>
    runsOfLetter(letter).map(({ x, y, length }) => ({
      x: column * CELL.width + x * DOT,
      y: (y + 1) * DOT,
      width: length * DOT,
      height: DOT,
    })),
  );
}

function header(areas: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint16(2, areas);
  return bytes;
}

function headerOf({ x, y, width, height }: Area, encoding: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(12));
  [x, y, width, height].forEach((value, at) => {
    view.setUint16(2 * at, value);
  });
  view.setInt32(8, encoding);
  return new Uint8Array(view.buffer);
}

/** The ground, then each line in its colour. */
function rre(patch: Patch, ground: Uint8Array, ink: Uint8Array): Uint8Array {
  const lines = linesOf(patch);
  const size = ground.length;
  const bytes = new Uint8Array(4 + size + lines.length * (size + 8));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, lines.length);
  bytes.set(ground, 4);
  lines.forEach(({ x, y, width, height }, index) => {
    const at = 4 + size + index * (size + 8);
    bytes.set(ink, at);
    [x, y, width, height].forEach((value, part) => {
      view.setUint16(at + size + 2 * part, value);
    });
  });
  return bytes;
}

function raw(patch: Patch, ground: Uint8Array, ink: Uint8Array): Uint8Array {
  const { width, height } = areaOf(patch);
  const size = ground.length;
  const bytes = new Uint8Array(width * height * size);
  for (let at = 0; at < bytes.length; at += size) bytes.set(ground, at);
  for (const line of linesOf(patch))
    for (let y = line.y; y < line.y + line.height; y++)
      for (let x = line.x; x < line.x + line.width; x++) bytes.set(ink, (y * width + x) * size);
  return bytes;
}

/** One update of a viewer's picture, as RFB sends it. */
export function updateOf(
  patches: readonly Patch[],
  ground: Colour,
  { format, encoding }: { readonly format: PixelFormat; readonly encoding: number },
): Uint8Array[] {
  const paper = pixelOf(format, ground);
  return [
    header(patches.length),
    ...patches.flatMap((patch) => {
      const ink = pixelOf(format, patch.ink);
      const area = headerOf(areaOf(patch), encoding);
      return [area, encoding === ENCODING.rre ? rre(patch, paper, ink) : raw(patch, paper, ink)];
    }),
  ];
}
