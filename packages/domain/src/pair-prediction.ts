import { aloneNeed } from "./lone-host";
import { hostName, type PairFacts, type PairWithMachines } from "./pair-facts";
import { type Loss, type Outcome, type Prediction, predictVm } from "./prediction";
import { mebibytesWords } from "./size-words";
import { otherSide } from "./state";
import { aboutWords, countWords, numberWords, sentenceCase } from "./wording";

export interface PairPrediction {
  readonly loss: Loss;
  /** "Lose lit-a", "Cut both links": what a person chooses. */
  readonly title: string;
  /** "If lit-a is lost now: 4 go on, 1 restarts in about 65 s, 3 stop until lit-a is back." */
  readonly sentence: string;
  readonly detail: string;
  /** Machines that are off are in none of them. */
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly machines: readonly { readonly vmRef: string; readonly prediction: Prediction }[];
}

export function lossTitle(loss: Loss, facts: PairFacts, siteName = "the site"): string {
  const titles: Record<Loss, string> = {
    "host-a": `Lose ${hostName(facts, "a")}`,
    "host-b": `Lose ${hostName(facts, "b")}`,
    "both-links": "Cut both links",
    witness: "Lose the witness",
    site: `Lose ${siteName}`,
  };
  return titles[loss];
}

/** "Host lit-a dies": as the row of a table says it. */
export function lossEvent(loss: Loss, facts: PairFacts, siteName = "the site"): string {
  const events: Record<Loss, string> = {
    "host-a": `Host ${hostName(facts, "a")} dies`,
    "host-b": `Host ${hostName(facts, "b")} dies`,
    "both-links": "Both availability links are cut",
    witness: "The witness is lost",
    site: `${sentenceCase(siteName)} is lost`,
  };
  return events[loss];
}

export function predictPair(facts: PairWithMachines, loss: Loss, siteName = "the site"): PairPrediction {
  const machines = facts.machines.map((vm) => ({ vmRef: vm.ref, prediction: predictVm(vm, facts, loss) }));
  const counted = machines.map((entry) => entry.prediction).filter((prediction) => !prediction.off);
  const counts: Record<Outcome, number> = { "goes-on": 0, restarts: 0, stops: 0, "person-decides": 0, unknown: 0 };
  for (const prediction of counted) counts[prediction.outcome]++;
  const subject: Record<Loss, string> = {
    "host-a": `${hostName(facts, "a")} is lost`,
    "host-b": `${hostName(facts, "b")} is lost`,
    "both-links": "both availability links are cut",
    witness: "the witness is lost",
    site: `${siteName} is lost`,
  };
  const total = counted.length;
  const one = (count: number, singular: string, plural: string) =>
    `${numberWords(count)} ${count === 1 ? singular : plural}`;
  const slowest = Math.max(0, ...counted.filter((p) => p.outcome === "restarts").map((p) => p.pause?.ms ?? 0));
  const parts = [
    counts["goes-on"] &&
      (counts["goes-on"] === total && total > 1
        ? `all ${numberWords(total)} go on`
        : one(counts["goes-on"], "goes on", "go on")),
    counts.restarts && `${one(counts.restarts, "restarts", "restart")} in ${aboutWords(slowest)}`,
    counts.stops &&
      `${one(counts.stops, "stops", "stop")}${loss.startsWith("host") && counts.stops > 0 ? ` until ${loss === "host-a" ? hostName(facts, "a") : hostName(facts, "b")} is back` : ""}`,
    counts["person-decides"] &&
      `${one(counts["person-decides"], "stops", "stop")} until a person starts ${counts["person-decides"] === 1 ? "it" : "them"} elsewhere`,
    counts.unknown && `${one(counts.unknown, "is", "are")} not known`,
  ].filter((part) => part !== 0);
  return {
    loss,
    title: lossTitle(loss, facts, siteName),
    sentence:
      total === 0
        ? `If ${subject[loss]} now: no machine runs here, so nothing stops.`
        : `If ${subject[loss]} now: ${parts.join(", ")}.`,
    detail: pairDetail(facts, loss, counted),
    counts,
    machines,
  };
}

function pairDetail(facts: PairWithMachines, loss: Loss, counted: readonly Prediction[]): string {
  const lines: string[] = [];
  if (counted.length > 0 && counted.every((p) => p.outcome !== "unknown") && loss !== "site")
    lines.push("Nothing acknowledged is lost.");
  const incomplete = counted.filter((p) => p.outcome === "stops" && p.overAtMs !== null);
  if (incomplete.length > 0)
    lines.push(
      `${countWords(incomplete.length, "machine")} would have a complete copy ${aboutWords(Math.max(...incomplete.map((p) => p.overAtMs ?? 0)) - facts.nowMs)} from now.`,
    );
  if (loss === "host-a" || loss === "host-b") {
    const survivor = otherSide(loss === "host-a" ? "a" : "b");
    const host = facts.hosts[survivor];
    const need = aloneNeed(facts, survivor);
    if (host)
      lines.push(
        `${host.name} would carry ${numberWords(need.cores)} vCPU on ${numberWords(host.cores)} cores and ${mebibytesWords(need.memoryMiB)} of ${mebibytesWords(host.memoryMiB)}.`,
      );
  }
  return lines.join(" ");
}
