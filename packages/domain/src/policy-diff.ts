import type { Policy } from "./policy";

/** A line of a policy, and whether it is there before, after or in both. */
export interface DiffLine {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** "protection.compute: lockstep": each value on a line of its own, by its path, in the order of the policy. */
export function policyLines(value: unknown, path = ""): string[] {
  if (Array.isArray(value))
    return value.length === 0 ? [`${path}: none`] : value.flatMap((item, at) => policyLines(item, `${path}.${at + 1}`));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, item]) => policyLines(item, path === "" ? key : `${path}.${key}`));
  return [`${path}: ${value === null ? "none" : String(value)}`];
}

const keyOf = (line: string) => line.slice(0, line.indexOf(": "));

/** Every line of the new one, with what it replaces before it. */
export function policyDiff(before: Policy | null, after: Policy): DiffLine[] {
  const old = new Map((before === null ? [] : policyLines(before)).map((text) => [keyOf(text), text]));
  const lines = policyLines(after).flatMap((text): DiffLine[] => {
    const was = old.get(keyOf(text));
    old.delete(keyOf(text));
    if (was === text) return [{ kind: "same", text }];
    return [...(was === undefined ? [] : [{ kind: "removed" as const, text: was }]), { kind: "added", text }];
  });
  return [...lines, ...[...old.values()].map((text): DiffLine => ({ kind: "removed", text }))];
}

export const changesOf = (before: Policy | null, after: Policy): DiffLine[] =>
  policyDiff(before, after).filter(({ kind }) => kind !== "same");
