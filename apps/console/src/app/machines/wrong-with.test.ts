import type { FieldCheckView } from "@v-available/api/view/create-preview";
import { describe, expect, it } from "vitest";
import { wrongWith } from "./wrong-with";

describe("what is wrong under a field", () => {
  const checks: readonly FieldCheckView[] = [
    { name: "cpu", verdict: "pass", sentence: "CPU is there.", field: "vcpus", value: 1, limit: null, remedy: null },
    {
      name: "memory",
      verdict: "block",
      sentence: "lit-a has 4 GiB free.",
      field: "memoryMiB",
      value: 8192,
      limit: "at most 4,096 MiB",
      remedy: "Give it less memory.",
    },
  ];

  it("is what admission would refuse, with limit and remedy; what passes or warns is not", () => {
    expect(wrongWith("memoryMiB", [null, null], checks)).toBe(
      "lit-a has 4 GiB free. Limit: at most 4,096 MiB. Give it less memory.",
    );
    expect(wrongWith("vcpus", [null, null], checks)).toBeUndefined();
  });

  it("is what the last try was refused for, before all else", () => {
    const refusal = { code: "blocked", message: "lit-a has 2 GiB free.", field: "memoryMiB" } as const;
    expect(wrongWith("memoryMiB", [refusal, null], checks)).toBe("lit-a has 2 GiB free.");
  });
});
