/** What somebody has typed at a guest since it was booted, and what it answered: it is in its memory and goes with it. */
export interface Typed {
  readonly bootedAtMs: number;
  readonly lines: readonly string[];
  /** Not ended yet. */
  readonly line: string;
}

export const nothingTyped = (bootedAtMs: number): Typed => ({ bootedAtMs, lines: [], line: "" });

const KEPT = 40;
const LONGEST_LINE = 48;

export interface TypedAt {
  readonly name: string;
  readonly prompt: string;
  /** "2 h 14 min". */
  readonly uptime: string;
}

const HELP = "This guest is simulated. It knows: help, hostname, uptime, clear.";

function answerTo(said: string, { name, uptime }: TypedAt): readonly string[] {
  const [word = ""] = said.trim().split(/\s+/);
  if (word === "") return [];
  if (word === "help") return [HELP];
  if (word === "hostname") return [name];
  if (word === "uptime") return [`up ${uptime}`];
  return [`${word}: not known here; try help`];
}

/** @param letter one letter, or the name of a key */
export function typeAt(typed: Typed, letter: string, at: TypedAt): Typed {
  const { lines, line } = typed;
  if (letter === "Backspace") return { ...typed, line: line.slice(0, -1) };
  if (letter === "Enter") {
    if (line.trim() === "clear") return { ...typed, lines: [], line: "" };
    return { ...typed, lines: [...lines, `${at.prompt}${line}`, ...answerTo(line, at)].slice(-KEPT), line: "" };
  }
  return line.length >= LONGEST_LINE ? typed : { ...typed, line: line + letter };
}

export const noteAt = (typed: Typed, note: string): Typed => ({
  ...typed,
  lines: [...typed.lines, note].slice(-KEPT),
});

const NAMED: Readonly<Record<number, string>> = { 65288: "Backspace", 65293: "Enter", 65421: "Enter" };
/** X puts the letters beyond Latin-1 here. */
const UNICODE = 0x1000000;

/** The letter that a key of X stands for, or its name; null where it writes nothing. */
export function letterOf(keysym: number): string | null {
  if (NAMED[keysym]) return NAMED[keysym];
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) return String.fromCharCode(keysym);
  return keysym > UNICODE && keysym <= UNICODE + 0xffff ? String.fromCharCode(keysym - UNICODE) : null;
}
