import type { Queryable } from "@v-available/db/database";
import { bestWindows, LEAST_MEASURED_RATIO, measuredRatio, type Week } from "@v-available/domain/best-window";
import { previewMaintenance } from "@v-available/domain/host-maintenance";
import { beginOf, RANGES } from "@v-available/domain/load-history";
import { commonBeginning, outsideWindows } from "@v-available/domain/planned-window";
import { otherSide } from "@v-available/domain/state";
import { percentWords } from "@v-available/domain/wording";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { readingsOf } from "../load/view";
import { type WindowsOf, workWindows } from "../policy/window";
import { notFound } from "../query/not-found";
import type { TakePicture } from "../query/picture";
import type { WorkPreview } from "../view/work-plan";
import { type Placed, placesIn, unsoundBecause } from "./facts";
import type { PreviewPlanInput } from "./input";
import { copyBytesPerSecond, predictedEvacuationMs, predictedResyncMs, predictedStepMs } from "./predict";

/** The load of more pairs than this is not read for one question. */
const SEARCHED_PAIRS = 20;

/** What a plan would mean if it began now, host by host, and when it would cost least. */
export async function previewPlan(
  db: Queryable,
  nowMs: number,
  { hostIds, workMinutes, atOnce, startsAtMs }: PreviewPlanInput,
  take: TakePicture,
  orchestrators: readonly Orchestrator[],
): Promise<WorkPreview> {
  const placeOf = placesIn(await take(db, nowMs));
  const places = hostIds.map((hostId, at) => {
    const place = placeOf(hostId);
    if (!place) throw notFound("host", `hostIds.${at}`, hostId);
    return { ...place, hostId };
  });
  const beginsMs = Math.max(nowMs, startsAtMs ?? nowMs);
  const pairs = [...new Set(places.map(({ pair }) => pair))];
  const windowsOf = await workWindows(db, pairs);
  const hosts = places.map((place) => {
    const { pair, side, hostId } = place;
    const { machines, findings } = previewMaintenance(pair.facts, side);
    const block = findings.find(({ verdict }) => verdict === "block");
    return {
      host: { id: hostId, name: pair.hosts[side]?.name ?? "" },
      pair: pair.row.name,
      moves: machines.filter(({ effect }) => effect === "moves").length,
      machines: machines.length,
      blockedBecause: unsoundBecause(pair) ?? (block ? [block.sentence, block.remedy].filter(Boolean).join(" ") : null),
      evacuationMs: predictedEvacuationMs(place),
      ...outsideOf(place, windowsOf, beginsMs, workMinutes),
      resyncMs: predictedResyncMs(place, workMinutes),
    };
  });
  const whole = places.reduce((sum, place) => sum + predictedStepMs(place, workMinutes), 0);
  const totalMs = Math.ceil(whole / Math.min(atOnce, places.length));
  return { hosts, totalMs, ...(await search(db, nowMs, places, workMinutes, windowsOf, orchestrators)) };
}

/** Which machines of a host would be touched outside their windows, and when it may be begun within all of them. */
function outsideOf(place: Placed, windowsOf: WindowsOf, beginsMs: number, workMinutes: number) {
  const machines = windowsOf(place.pair, place.side);
  const neededMs = predictedStepMs(place, workMinutes);
  const outside = outsideWindows(machines, beginsMs, neededMs);
  return { outside, withinFromMs: outside.length === 0 ? beginsMs : commonBeginning(machines, beginsMs, neededMs) };
}

async function search(
  db: Queryable,
  nowMs: number,
  places: readonly Placed[],
  workMinutes: number,
  windowsOf: WindowsOf,
  orchestrators: readonly Orchestrator[],
): Promise<Pick<WorkPreview, "offers" | "noOfferBecause">> {
  const none = (noOfferBecause: string) => ({ offers: [], noOfferBecause });
  const ofPair = new Map(places.map((place) => [place.pair.row.id, place]));
  if (ofPair.size > SEARCHED_PAIRS)
    return none(`A best time is looked for among ${SEARCHED_PAIRS} pairs at most; these are ${ofPair.size}.`);
  const { stepMs, points } = RANGES["7d"];
  const fromMs = beginOf(nowMs, stepMs) - points * stepMs;
  const pairs: Week["pairs"][number][] = [];
  for (const place of ofPair.values())
    pairs.push(await weekOf(db, nowMs, place, { fromMs, stepMs, points }, orchestrators));
  const week: Week = { fromMs, stepMs, pairs };
  const measured = measuredRatio(week);
  if (measured < LEAST_MEASURED_RATIO)
    return none(
      `The load was measured for ${percentWords(measured)} of the week before; ${percentWords(LEAST_MEASURED_RATIO)} are needed to say when it is least.`,
    );
  const offers = bestWindows(week, workMinutes * 60_000, nowMs, mayBeginOf(places, workMinutes, windowsOf));
  return offers.length > 0 ? { offers, noOfferBecause: null } : none(NONE_WITHIN);
}

const NONE_WITHIN = "At no time of the coming week may all the machines of these hosts be touched by their policies.";

/** The windows of all machines bind an offer too. Asked from the first step on: what is found answers those before it. */
function mayBeginOf(places: readonly Placed[], workMinutes: number, windowsOf: WindowsOf) {
  const machines = places.flatMap(({ pair, side }) => windowsOf(pair, side));
  const neededMs = Math.max(...places.map((place) => predictedStepMs(place, workMinutes)));
  let foundMs: number | null = Number.NEGATIVE_INFINITY;
  return (fromMs: number): number | null => {
    if (foundMs !== null && foundMs < fromMs) foundMs = commonBeginning(machines, fromMs, neededMs);
    return foundMs;
  };
}

async function weekOf(
  db: Queryable,
  nowMs: number,
  place: Placed,
  stretch: { fromMs: number; stepMs: number; points: number },
  orchestrators: readonly Orchestrator[],
): Promise<Week["pairs"][number]> {
  const { pair, side } = place;
  const busyCores: (number | null)[] = Array.from({ length: stretch.points }, () => null);
  const writtenPerSecond = [...busyCores];
  for (const { row } of pair.vms) {
    const readings = await readingsOf(db, nowMs, row, stretch, orchestrators);
    readings.forEach((reading, at) => {
      if (reading?.cpu !== null && reading?.cpu !== undefined)
        busyCores[at] = (busyCores[at] ?? 0) + reading.cpu * row.observed.vcpus;
      if (reading?.disk !== null && reading?.disk !== undefined)
        writtenPerSecond[at] = (writtenPerSecond[at] ?? 0) + reading.disk;
    });
  }
  return {
    pairId: pair.row.id,
    busyCores,
    writtenPerSecond,
    cores: pair.hosts[otherSide(side)]?.observed.cores ?? 0,
    copyBytesPerSecond: copyBytesPerSecond(place),
  };
}
