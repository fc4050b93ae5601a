import type { Policy } from "@v-available/domain/policy";
import { policySchema } from "@v-available/domain/policy-schema";
import { Refusal } from "@v-available/domain/refusal";
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
  const parsed = policySchema.safeParse(plainOf(document));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") ?? "";
  if (issue?.code === "unrecognized_keys")
    throw invalid(`A policy has no ${issue.keys.map((key) => (path === "" ? key : `${path}.${key}`)).join(", ")}.`, {
      field: path === "" ? `yaml.${issue.keys[0]}` : `yaml.${path}.${issue.keys[0]}`,
      value: issue.keys.join(", "),
      limit: "the keys of the JSON Schema",
      remedy: "Remove it, or correct its name.",
    });
  throw invalid(`${path === "" ? "The file" : path} cannot be read: ${issue?.message ?? "it is no policy"}.`, {
    field: path === "" ? "yaml" : `yaml.${path}`,
    value: null,
    limit: issue?.message ?? "a policy",
    remedy: "Correct it after the JSON Schema.",
  });
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
