import type { RefusalDetail } from "@v-available/domain/refusal";

/** The refusal that an error of the API carries; null where it is something else, such as silence. */
export function refusalOf(error: unknown): RefusalDetail | null {
  if (typeof error !== "object" || error === null || !("data" in error)) return null;
  const { data } = error as { data?: { refusal?: RefusalDetail | null } | null };
  return data?.refusal ?? null;
}
