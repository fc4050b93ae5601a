import { isBelow } from "./level";
import {
  ageMs,
  availabilityLinks,
  carryingLinks,
  hostName,
  hostStanding,
  hostsHearEachOther,
  isStale,
  nextWitnessWords,
  type PairWithMachines,
  runningSides,
  silenceWords,
  usedWitness,
  witnessSeenBy,
} from "./pair-facts";
import { HOST_LABEL } from "./part-label";
import { protectionOf } from "./protection";
import { otherSide, type PairState, SIDES, type Side } from "./state";
import { ageWords, countWords, listWords, numberWords } from "./wording";

export interface PairStanding {
  readonly state: PairState;
  readonly reason: string;
  readonly next: string | null;
  /** When the last of its machines is expected to have two copies again. */
  readonly etaAtMs: number | null;
  readonly witnessSeenBy: Readonly<Record<Side, boolean>>;
  /** Machines whose effective level is below the declared one. */
  readonly exposed: number;
}

/** The state of a pair, asked from the worst to the best: never better than its hosts, links, witness and machines. */
export function pairStateOf(facts: PairWithMachines): PairStanding {
  const headlines = facts.machines.map((vm) => ({ vm, protection: protectionOf(vm, facts) }));
  const running = headlines.filter(({ protection }) => protection.power !== "off");
  const exposed = headlines.filter(
    ({ protection: p }) => p.declared !== "unprotected" && isBelow(p.effective, p.declared),
  );
  const etas = exposed.map(({ protection }) => protection.etaAtMs).filter((eta) => eta !== null);
  const seen = witnessSeenBy(facts);
  const answer = (state: PairState, reason: string, next: string | null): PairStanding => ({
    state,
    reason,
    next,
    etaAtMs: state === "Unknown" || etas.length === 0 ? null : Math.max(...etas),
    witnessSeenBy: seen,
    exposed: exposed.length,
  });

  if (isStale(facts)) {
    const age = ageMs(facts);
    return answer(
      "Unknown",
      Number.isFinite(age)
        ? `Last heard from ${ageWords(facts.nowMs - age, facts.nowMs)}; ${silenceWords(facts)}`
        : "Never heard from.",
      "The console asks again by itself.",
    );
  }

  const split = facts.machines.filter((vm) => vm.histories || runningSides(vm).length === 2);
  if (split.length > 0)
    return answer(
      "SplitBrain",
      `${listWords(split.map((vm) => vm.name))} went on at both hosts; a person chooses which history is kept.`,
      null,
    );

  const away = SIDES.filter((side) => hostStanding(facts, side) === "away");
  if (away.length === 2)
    return answer(
      "Down",
      "Neither host is there.",
      "Each host starts its machines when both are back, the newer copy first.",
    );

  const frozen = running.filter(({ protection }) => protection.state === "AwaitingQuorum");
  if (frozen.length > 0 && frozen.length === running.length)
    return answer(
      "AwaitingQuorum",
      `${countWords(frozen.length, "machine")} wait${frozen.length === 1 ? "s" : ""} for the token.`,
      seen.a || seen.b ? "The hosts ask the witness; the winner goes on alone." : null,
    );

  const copies =
    exposed.length === 0
      ? ""
      : ` ${numberWords(exposed.length)} of ${countWords(facts.machines.length, "machine")} ${exposed.length === 1 ? "is" : "are"} below ${exposed.length === 1 ? "its" : "their"} level.`;

  const gone = away[0];
  if (gone !== undefined) {
    const state = facts.hosts[gone]?.state ?? "Unknown";
    return answer(
      "SingleHost",
      `${hostName(facts, otherSide(gone))} runs alone: ${hostName(facts, gone)} is ${HOST_LABEL[state].word.toLowerCase()}.${copies}`,
      `The copies are filled when ${hostName(facts, gone)} is back.`,
    );
  }

  const links = availabilityLinks(facts);
  if (links.length > 0 && carryingLinks(facts).length === 0)
    return hostsHearEachOther(facts)
      ? answer(
          "Partitioned",
          `Both availability links are down; the hosts still hear each other over management.${copies}`,
          "The copies are filled when a link is back.",
        )
      : answer(
          "Partitioned",
          `The hosts do not hear each other; each machine goes on where its token is.${copies}`,
          "The copies are filled when a link is back.",
        );

  if (!seen.a && !seen.b) {
    const designated = facts.pair?.designatedSurvivor ?? null;
    return answer(
      "WitnessLost",
      facts.witnesses.length === 0
        ? "No witness is set up."
        : `Neither host sees ${usedWitness(facts)?.name ?? "the witness"}.`,
      nextWitnessWords(facts) ??
        (designated
          ? `${hostName(facts, designated)} is designated to go on alone until a witness answers.`
          : "The hosts designate a sole survivor after 30 s."),
    );
  }
  const doubt = SIDES.find((side) => hostStanding(facts, side) === "in-doubt");
  if (doubt !== undefined)
    return answer(
      "SingleHost",
      `${hostName(facts, doubt)} does not answer, so it is not counted on.${copies}`,
      `Normal again when ${hostName(facts, doubt)} answers.`,
    );

  const notes: string[] = [];
  const down = links.length - carryingLinks(facts).length;
  if (down > 0) notes.push("One availability link is down; the other carries all.");
  const blind = SIDES.find((side) => !seen[side]);
  if (blind !== undefined) notes.push(`${hostName(facts, blind)} sees no witness.`);
  return answer(
    "Normal",
    `Both hosts run.${notes.map((note) => ` ${note}`).join("")}${copies}`,
    exposed.length > 0 ? "Two copies again without anyone." : null,
  );
}
