import type { RefusalCode } from "@v-available/domain/refusal";
import { expect, it } from "vitest";
import { afterLoss } from "./after-loss";
import { keysOf } from "./keysym";

const runs = { tries: 0, isExpected: true };
const refused = (code: RefusalCode) =>
  ({ kind: "refused", refusal: { code, message: "Not so.", remedy: "Wait." } }) as const;

it("opens it again by itself at once where the machine moved, and more and more seldom where nobody answers", () => {
  expect(afterLoss({ kind: "over", because: "moved" }, { ...runs, tries: 4 })).toMatchObject({ againInMs: 500 });
  const waits = [0, 1, 2, 3, 4, 50].map((tries) => afterLoss({ kind: "cut-off" }, { ...runs, tries }).againInMs);
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
});

it("waits for a machine that is off, and asks for one that is said to run", () => {
  const off = refused("illegal-transition");
  expect(afterLoss(off, { tries: 0, isExpected: false })).toMatchObject({ againInMs: null, byHand: false });
  expect(afterLoss(off, runs)).toMatchObject({ againInMs: 500, byHand: false });
});

it("leaves it to the reader where it was closed on purpose or is not allowed", () => {
  for (const because of ["idle", "signed-out", "closed"] as const)
    expect(afterLoss({ kind: "over", because }, runs)).toMatchObject({ againInMs: null, byHand: true });
  for (const code of ["unsupported", "forbidden", "conflict"] as const)
    expect(afterLoss(refused(code), runs)).toEqual({ what: "Not so.", next: "Wait.", againInMs: null, byHand: true });
});

it("presses the keys that write a text", () => {
  expect([...keysOf("aB\n")]).toEqual([
    { keysym: 0x61, down: true },
    { keysym: 0x61, down: false },
    { keysym: 0xffe1, down: true },
    { keysym: 0x42, down: true },
    { keysym: 0x42, down: false },
    { keysym: 0xffe1, down: false },
    { keysym: 0xff0d, down: true },
    { keysym: 0xff0d, down: false },
  ]);
  expect([...keysOf("é€")].map(({ keysym }) => keysym)).toEqual([0xe9, 0xe9, 0x10020ac, 0x10020ac]);
});
