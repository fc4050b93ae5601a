import { Refusal } from "@v-available/domain/refusal";

export const notFound = (what: string, field: string, value: string) =>
  new Refusal({
    code: "not-found",
    message: `There is no such ${what}; it may have been removed.`,
    field,
    value,
    remedy: `Go back to the list.`,
  });
