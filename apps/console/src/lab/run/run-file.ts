/** A run as a file: all that it takes to play it again, and what it had come to. */
export interface RunFile {
  readonly scenario: string;
  readonly seed: string;
  /** The moment that was looked at, since zero. */
  readonly atMs: number;
  /** What was done by hand until then, as the address has it. */
  readonly byHand: string;
  /** Of the run until then. Rules that have changed since play it out differently, and this tells. */
  readonly digest: string;
}

const FORMAT = 1;
const MOST_BYTES = 100_000;

export const runFileName = ({ scenario, seed }: RunFile): string =>
  `${scenario}-${seed.replace(/[^\w-]+/g, "-")}.run.json`;

export const writeRunFile = (run: RunFile): string => `${JSON.stringify({ format: FORMAT, ...run }, null, 2)}\n`;

/** @throws Error that names the field, what it has and what it has to be */
export function readRunFile(text: string): RunFile {
  if (text.length > MOST_BYTES)
    throw new Error(`The file has ${text.length} characters; a run has ${MOST_BYTES} at most. Choose a saved run.`);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("The file is not JSON. Choose one that was saved here: its name ends in .run.json.");
  }
  const fields = (typeof read === "object" && read !== null ? read : {}) as Readonly<Record<string, unknown>>;
  if (fields.format !== FORMAT) throw wrong("format", fields.format, `${FORMAT}`);
  const textOf = (field: "scenario" | "seed" | "byHand" | "digest"): string => {
    const value = fields[field];
    if (typeof value !== "string") throw wrong(field, value, "a text");
    return value;
  };
  const { atMs } = fields;
  if (typeof atMs !== "number" || !Number.isFinite(atMs)) throw wrong("atMs", atMs, "a number of milliseconds");
  return {
    scenario: textOf("scenario"),
    seed: textOf("seed"),
    atMs,
    byHand: textOf("byHand"),
    digest: textOf("digest"),
  };
}

const wrong = (field: string, value: unknown, limit: string): Error =>
  new Error(
    `The file's "${field}" is ${value === undefined ? "missing" : JSON.stringify(value)}; it has to be ${limit}. Save the run anew.`,
  );
