import { describe, expect, it } from "vitest";
import { makeLogger } from "../log";
import { Guards } from "./guards";

const silent = { ...makeLogger("error", "test"), error: () => undefined };
const deadlines = [{ vmRef: "vm-1", untilMs: 5_000 }];

function guarded(warden: { answers: boolean }) {
  const facts: unknown[] = [];
  const answer = async () => {
    if (!warden.answers) throw new Error("the warden does not start");
    return [{ vmRef: "vm-0", untilMs: 1_000 }];
  };
  const guards = new Guards({ arm: answer, disarm: answer, deadlines: answer }, (fact) => facts.push(fact), silent);
  return { guards, facts };
}

describe("guards", () => {
  it("know what the warden has confirmed, also from before", async () => {
    const { guards } = guarded({ answers: true });
    await guards.takeUp();
    await guards.carryOut({ kind: "arm-watchdog", deadlines });
    expect([guards.untilMs("vm-0"), guards.untilMs("vm-1"), guards.untilMs("vm-2")]).toEqual([1_000, 5_000, null]);
    await guards.carryOut({ kind: "disarm-watchdog", vmRefs: ["vm-1"] });
    expect(guards.untilMs("vm-1")).toBeNull();
  });

  it("let no machine start whose deadline the warden did not take, until it takes one", async () => {
    const warden = { answers: false };
    const { guards, facts } = guarded(warden);
    await guards.carryOut({ kind: "arm-watchdog", deadlines });
    expect([guards.mayStart("vm-1"), guards.mayStart("vm-2"), guards.untilMs("vm-1")]).toEqual([false, true, null]);
    expect(facts).toMatchObject([{ kind: "effect-failed", effect: "arm-watchdog", vmRef: "vm-1" }]);
    warden.answers = true;
    await guards.carryOut({ kind: "arm-watchdog", deadlines });
    expect([guards.mayStart("vm-1"), guards.untilMs("vm-1")]).toEqual([true, 5_000]);
  });
});
