/** More than these chosen one by one would not fit into an address; all that match a query are chosen by the query. */
export const MOST_CHOSEN = 100;

/** Rows that somebody has chosen: these, or all that the query finds. */
export type Selection = { readonly all: true } | { readonly all: false; readonly machineIds: readonly string[] };

export const NOTHING: Selection = { all: false, machineIds: [] };

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LONG = 22;

/** A UUID in 22 letters of an address. */
export function shortId(id: string): string {
  const bytes = id.replaceAll("-", "").match(/../g) ?? [];
  const text = btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function longId(text: string): string | null {
  if (text.length !== LONG || !/^[\w-]+$/.test(text)) return null;
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const hex = [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return ID.test(id) ? id : null;
}

export function parseSelection(text: string): Selection {
  if (text === "all") return { all: true };
  const machineIds = [...new Set(text.split(".").flatMap((part) => longId(part) ?? []))].slice(0, MOST_CHOSEN);
  return machineIds.length === 0 ? NOTHING : { all: false, machineIds };
}

export const selectionText = (selection: Selection): string =>
  selection.all ? "all" : selection.machineIds.map(shortId).join(".");

export const isChosen = (selection: Selection, machineId: string): boolean =>
  selection.all || selection.machineIds.includes(machineId);

export const countOf = (selection: Selection, total: number): number =>
  selection.all ? total : selection.machineIds.length;

/** Chosen or not, as `chosen` says; beyond the most that can be, the first stay. Null where it would be too many. */
export function choose(selection: Selection, machineIds: readonly string[], chosen: boolean): Selection | null {
  // One that is taken out of all: what is left cannot be named one by one, so the choice begins anew.
  if (selection.all) return chosen ? selection : NOTHING;
  const without = selection.machineIds.filter((id) => !machineIds.includes(id));
  const next = chosen ? [...without, ...machineIds] : without;
  return next.length > MOST_CHOSEN ? null : { all: false, machineIds: next };
}
