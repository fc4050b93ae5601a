/** X's names of keys. */
export const KEYSYM = { backspace: 0xff08, tab: 0xff09, enter: 0xff0d, escape: 0xff1b, control: 0xffe3 } as const;

const LATIN_1 = 0xff;
const UNICODE = 0x1000000;

/** The key that writes this letter. */
export function keysymOf(letter: string): number {
  if (letter === "\n" || letter === "\r") return KEYSYM.enter;
  if (letter === "\t") return KEYSYM.tab;
  const point = letter.codePointAt(0) ?? 0;
  return point <= LATIN_1 ? point : UNICODE + point;
}

const SHIFT = 0xffe1;
/** A machine hears keys, not letters: these are two of them at once on the keyboard that it believes to have. */
const SHIFTED = /^[A-Z~!@#$%^&*()_+{}|:"<>?]$/;

/** What has to be pressed for a text, in order. */
export function* keysOf(text: string): Generator<{ readonly keysym: number; readonly down: boolean }> {
  for (const letter of text.replaceAll("\r\n", "\n")) {
    const keysym = keysymOf(letter);
    const shifted = SHIFTED.test(letter);
    if (shifted) yield { keysym: SHIFT, down: true };
    yield { keysym, down: true };
    yield { keysym, down: false };
    if (shifted) yield { keysym: SHIFT, down: false };
  }
}
