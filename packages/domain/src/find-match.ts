/** How well a name answers to what somebody types. The server and the browser ask the same. */

export const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

const isWordStart = (text: string, at: number): boolean => at === 0 || !/[a-z0-9]/.test(text.charAt(at - 1));

/** All its letters in their order, near enough to each other that they were meant: "ltb" in "lit-b". */
function isScattered(text: string, word: string): boolean {
  if (word.length < 2) return false;
  const first = text.indexOf(word.charAt(0));
  let at = first;
  for (let letter = 1; at !== -1 && letter < word.length; letter++) at = text.indexOf(word.charAt(letter), at + 1);
  return at !== -1 && at - first < 2 * word.length + 1;
}

function scoreOfWord(name: string, around: string, word: string): number | null {
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? 0 : 1;
  if (at > 0) return isWordStart(name, at) || isWordStart(name, name.lastIndexOf(word)) ? 2 : 3;
  const beside = around.indexOf(word);
  if (beside !== -1) return isWordStart(around, beside) ? 4 : 5;
  return isScattered(name, word) ? 6 : null;
}

/**
 * @param name in small letters
 * @param around what belongs to it and is found by too, in small letters: its pair, its site
 * @returns the less, the better; null where a word is not in it at all
 */
export function matchScore(name: string, around: string, words: readonly string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const score = scoreOfWord(name, around, word);
    if (score === null) return null;
    sum += score;
  }
  return sum;
}

export interface Matchable {
  /** In small letters. */
  readonly key: string;
  readonly around: string;
}

/** The best of them, those of equal worth in the order they come in, and how many there are. */
export function bestMatches<Item extends Matchable>(
  items: Iterable<Item>,
  words: readonly string[],
  limit: number,
): { readonly total: number; readonly found: readonly Item[] } {
  const byScore: Item[][] = [];
  let total = 0;
  for (const item of items) {
    const score = matchScore(item.key, item.around, words);
    if (score === null) continue;
    total++;
    const equals = byScore[score];
    if (equals === undefined) byScore[score] = [item];
    else if (equals.length < limit) equals.push(item);
  }
  return { total, found: byScore.flat().slice(0, limit) };
}
