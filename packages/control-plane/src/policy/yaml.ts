import type { Policy } from "@v-available/domain/policy";
import { policySchema } from "@v-available/domain/policy-schema";
import { Refusal } from "@v-available/domain/refusal";
import { refusalOfInput } from "@v-available/domain/wrong-input";
import { parseDocument, stringify } from "yaml";

export const policyYaml = (policy: Policy): string => stringify(policy);

const invalid = (message: string, rest: { field: string; value: string | null; limit: string; remedy: string }) =>
  new Refusal({ code: "invalid", message, ...rest });

/** A policy out of a file. What it does not know is refused, never left out: somebody meant something by it. */
export function readPolicyYaml(text: string): Policy {
  const document = parseDocument(text);
  const [wrong] = document.errors;
  if (wrong)
    throw invalid(`This is not YAML that can be read: ${wrong.message.split("\n")[0]}.`, {
      field: "yaml",
      value: null,
      limit: "YAML 1.2, one document",
      remedy: "Correct that line.",
    });
  const plain = plainOf(document);
  const parsed = policySchema.safeParse(plain);
  if (parsed.success) return parsed.data;
  const detail = refusalOfInput(parsed.error, plain);
  throw new Refusal({ ...detail, field: ["yaml", ...(detail.field ? [detail.field] : [])].join(".") });
}

/** An alias may stand for itself a thousand times over; none is needed in a policy. */
function plainOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw invalid(`This YAML refers to itself: ${error instanceof Error ? error.message : String(error)}.`, {
      field: "yaml",
      value: null,
      limit: "no alias",
      remedy: "Write it out.",
    });
  }
}
