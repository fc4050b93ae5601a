import { expect, it } from "vitest";
import { type DiagnosedFault, mayActOn, openRoots } from "./diagnosed-fault";

const fault = (id: string, rootFaultId: string | null, change: object = {}): DiagnosedFault =>
  ({
    id,
    rootFaultId,
    kind: "switch-failed",
    severity: "major",
    subject: { kind: "switch", ref: id },
    openedAtMs: 0,
    evidence: "Seen.",
    open: true,
    ...change,
  }) as DiagnosedFault;

it("acts on one cause, however much follows from it", () => {
  const faults = [fault("1", null), fault("2", "1"), fault("3", "1")];
  expect(openRoots(faults).map(({ id }) => id)).toEqual(["1"]);
  expect(mayActOn(faults)).toEqual({ allowed: true });
});

it("does not act on two, and names them", () => {
  const faults = [fault("1", null), fault("2", null, { kind: "disk-failed" })];
  expect(mayActOn(faults)).toMatchObject({ reason: "Not with 2 causes at once: switch-failed and disk-failed." });
});

it("takes what outlasts its cause for a cause of its own, and what is over for none", () => {
  const faults = [fault("1", null, { open: false, closedAtMs: 5 }), fault("2", "1"), fault("3", null)];
  expect(openRoots(faults).map(({ id }) => id)).toEqual(["2", "3"]);
});
