import type { FieldCheckView } from "@v-available/api/view/create-preview";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { fieldError } from "../../view/refusal-fields";

const asRefusal = ({ field, sentence, limit, remedy }: FieldCheckView): RefusalDetail => ({
  code: "blocked",
  message: sentence,
  field,
  ...(limit === null ? {} : { limit }),
  ...(remedy === null ? {} : { remedy }),
});

/** Under each field what is wrong with it: what the last try was refused for, else what admission would refuse it for. */
export function wrongWith(
  field: string,
  refusals: readonly (RefusalDetail | null)[],
  checks: readonly FieldCheckView[],
): string | undefined {
  const blocks = checks.filter(({ verdict }) => verdict === "block").map(asRefusal);
  for (const refusal of [...refusals, ...blocks]) {
    const text = fieldError(refusal, field);
    if (text !== undefined) return text;
  }
  return undefined;
}
