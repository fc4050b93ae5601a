import type { MachineColumn, MachineOrder } from "./machine-order";
import type { RefusalDetail } from "./refusal";

/** A list of machines as somebody wants to find it again. */
export interface MachineViewDefinition {
  readonly name: string;
  /** The text of a query. */
  readonly filter: string;
  readonly sort: MachineOrder;
  /** In their own order; none are the usual ones. */
  readonly columns: readonly MachineColumn[];
}

export const VIEW_LIMIT = {
  /** In letters. */
  nameLength: 60,
  filterLength: 1_000,
  /** Of one person, and as many that are shared. */
  views: 50,
} as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a name must not have
const CONTROL = /[\u0000-\u001f\u007f]/;

/** What is wrong with a name; null where nothing is. The same in the form and at the API. */
export function wrongViewName(name: string): RefusalDetail | null {
  const wrong = (message: string, remedy: string): RefusalDetail => ({
    code: "invalid",
    message,
    field: "name",
    value: name,
    limit: `1 to ${VIEW_LIMIT.nameLength} letters on one line`,
    remedy,
  });
  const trimmed = name.trim();
  if (trimmed === "") return wrong("A view without a name could not be found again.", "Name what it shows.");
  if (CONTROL.test(trimmed))
    return wrong("The name has a character that cannot be shown.", "Type it anew on one line.");
  const { length } = [...trimmed];
  if (length > VIEW_LIMIT.nameLength)
    return wrong(`The name has ${length} letters.`, `Shorten it by ${length - VIEW_LIMIT.nameLength}.`);
  return null;
}

/** Names that differ only in how they are written are one name. */
export const viewNameKey = (name: string): string => name.trim().normalize("NFC").toLowerCase();
