import type { RefusalDetail } from "@v-available/domain/refusal";

/** The text under a field: what is wrong with it, the limit, and what to do. */
export function fieldError(refusal: RefusalDetail | null, field: string): string | undefined {
  if (refusal === null || refusal.field === undefined) return undefined;
  // "protection.recovery" is about the field "protection".
  if (refusal.field !== field && !refusal.field.startsWith(`${field}.`)) return undefined;
  const limit = refusal.limit === undefined ? "" : ` Limit: ${refusal.limit}.`;
  return `${refusal.message}${limit}${refusal.remedy === undefined ? "" : ` ${refusal.remedy}`}`;
}

/** True where none of the fields on screen shows it, so that the form has to. */
export const isAboutNone = (refusal: RefusalDetail, fields: readonly string[]): boolean =>
  !fields.some((field) => fieldError(refusal, field) !== undefined);
