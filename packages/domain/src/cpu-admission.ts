import { type Finding, finder } from "./finding";
import type { Protection } from "./level";
import { hostName, type PairFacts } from "./pair-facts";
import { otherSide, SIDES, type Side } from "./state";
import { countWords, listWords } from "./wording";

/** A guest in lockstep must find on either host what it found where it began; one that restarts asks its host anew. */
export function cpuMatch(facts: PairFacts, protection: Protection): Finding {
  const find = finder("protection");
  const [a, b] = [facts.hosts.a?.cpuModel ?? "unknown", facts.hosts.b?.cpuModel ?? "unknown"];
  if (a !== b) {
    const sentence = `The processors differ: ${hostName(facts, "a")} has ${a}, ${hostName(facts, "b")} has ${b}.`;
    return protection.compute === "lockstep"
      ? find("block", "cpu-match", sentence, {
          value: b,
          limit: a,
          remedy: "Fault Tolerance needs equal processors; High Availability does not.",
        })
      : find("warn", "cpu-match", sentence, { value: b, limit: a, remedy: "Accept: it restarts on the other model." });
  }
  const lacking = SIDES.map((side) => ({ side, names: lackingOn(facts, side) })).filter(
    ({ names }) => names.length > 0,
  );
  if (lacking.length === 0) return find("pass", "cpu-match", `Both hosts have ${a}.`);
  const sentence = `Both hosts have ${a}, but ${lacking.map(({ side, names }) => `${hostName(facts, side)} lacks ${featureWords(names)}`).join(" and ")}.`;
  const rest = { value: lacking.flatMap(({ names }) => names).join(" "), limit: "the same CPU features" };
  return protection.compute === "lockstep"
    ? find("block", "cpu-match", sentence, {
        ...rest,
        remedy:
          "Give both hosts the same firmware, its settings and the same kernel; High Availability needs none of it.",
      })
    : find("warn", "cpu-match", sentence, { ...rest, remedy: "Accept: it restarts with what the other host has." });
}

/** Features that only the partner names. A host that names none is judged by its model. */
function lackingOn(facts: PairFacts, side: Side): readonly string[] {
  const own = facts.hosts[side]?.cpuFeatures;
  const partners = facts.hosts[otherSide(side)]?.cpuFeatures;
  return own && partners ? partners.filter((name) => !own.includes(name)) : [];
}

const NAMED = 4;
const featureWords = (names: readonly string[]): string =>
  names.length <= NAMED
    ? listWords(names)
    : listWords([...names.slice(0, NAMED), countWords(names.length - NAMED, "other feature")]);
