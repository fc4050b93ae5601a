export type Colour = readonly [red: number, green: number, blue: number];

/** What a guest shows: lines of text on one ground. */
export interface TextFrame {
  readonly ground: Colour;
  readonly rows: readonly { readonly text: string; readonly ink: Colour }[];
}

/** In letters. */
export const COLUMNS = 64;
export const ROWS = 24;

/** Changed letters of one row. */
export interface Patch {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly ink: Colour;
}

const BLANK = { text: "", ink: [0, 0, 0] } as const;
const lettersOf = (frame: TextFrame, row: number): string =>
  (frame.rows[row] ?? BLANK).text.slice(0, COLUMNS).padEnd(COLUMNS);

/** What has to be drawn to come from one to the other; all of it where there was none. */
export function patchesTo(to: TextFrame, from: TextFrame | null): Patch[] {
  const patches: Patch[] = [];
  for (let row = 0; row < ROWS; row++) {
    const { ink } = to.rows[row] ?? BLANK;
    const text = lettersOf(to, row);
    if (from === null || from.ground !== to.ground) {
      patches.push({ row, column: 0, text, ink });
      continue;
    }
    const before = lettersOf(from, row);
    const isRecoloured = text.trim() !== "" && (from.rows[row] ?? BLANK).ink !== ink;
    if (before === text && !isRecoloured) continue;
    const differs = (at: number) => isRecoloured || before[at] !== text[at];
    let first = 0;
    while (!differs(first)) first++;
    let last = COLUMNS - 1;
    while (!differs(last)) last--;
    patches.push({ row, column: first, text: text.slice(first, last + 1), ink });
  }
  return patches;
}
