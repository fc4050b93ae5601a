import { type Finding, finder } from "./finding";
import type { Protection } from "./level";
import { hostName, type PairFacts } from "./pair-facts";

export function cpuMatch(facts: PairFacts, protection: Protection): Finding {
  const find = finder("protection");
  const [a, b] = [facts.hosts.a?.cpuModel ?? "unknown", facts.hosts.b?.cpuModel ?? "unknown"];
  if (a === b) return find("pass", "cpu-match", `Both hosts have ${a}.`);
  const sentence = `The processors differ: ${hostName(facts, "a")} has ${a}, ${hostName(facts, "b")} has ${b}.`;
  return protection.compute === "lockstep"
    ? find("block", "cpu-match", sentence, {
        value: b,
        limit: a,
        remedy: "Fault Tolerance needs equal processors; High Availability does not.",
      })
    : find("warn", "cpu-match", sentence, { value: b, limit: a, remedy: "Accept: it restarts on the other model." });
}
