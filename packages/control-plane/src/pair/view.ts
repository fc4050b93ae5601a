import type { Queryable } from "@v-available/db/database";
import { hostPair } from "@v-available/db/schema/host-pair";
import { incident } from "@v-available/db/schema/incident";
import { predictPair } from "@v-available/domain/pair-prediction";
import { LOSSES } from "@v-available/domain/prediction";
import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { alarmRow } from "../alarm/row";
import { timelineOf } from "../event/list";
import { incidentView } from "../incident/view";
import { notFound } from "../query/not-found";
import { type PicturedPair, type TakePicture, takePicture } from "../query/picture";
import type { PairPrediction, PairView } from "../view/pair";
import { predictionView } from "../vm/prediction";
import { machineRow } from "../vm/row";
import { hostViewOrGone, linkView, witnessView } from "./part";
import { pairRow } from "./row";

export async function viewPair(
  db: Queryable,
  nowMs: number,
  pairId: string,
  take: TakePicture = takePicture,
): Promise<PairView> {
  const [row] = await db
    .select()
    .from(hostPair)
    .where(and(eq(hostPair.id, pairId), isNull(hostPair.removedAtMs)));
  if (!row) throw notFound("pair", "pairId", pairId);
  const picture = await take(db, nowMs, { adapter: row.adapter, pairRef: row.ref });
  const pair = picture.pair(pairId);
  if (!pair) throw notFound("pair", "pairId", pairId);
  const [running] = await db
    .select()
    .from(incident)
    .where(and(eq(incident.pairId, pairId), isNull(incident.restoredAtMs)))
    .orderBy(desc(incident.openedAtMs))
    .limit(1);
  const neighbours = await db
    .select({ id: hostPair.id })
    .from(hostPair)
    .where(and(eq(hostPair.adapter, row.adapter), eq(hostPair.siteRef, row.siteRef), isNull(hostPair.removedAtMs)))
    .orderBy(asc(hostPair.name));
  const at = neighbours.findIndex(({ id }) => id === pairId);
  return {
    ...pairRow(pair, picture.sites),
    hosts: { a: hostViewOrGone("a", pair, picture), b: hostViewOrGone("b", pair, picture) },
    links: pair.links.map(linkView).sort((a, b) => a.kind.localeCompare(b.kind)),
    witnesses: pair.witnesses.map(witnessView),
    designatedSurvivor: row.observed.designatedSurvivor,
    token: tokenOf(pair),
    machines: pair.vms.map((machine) => machineRow(machine, pair)),
    predictions: LOSSES.map((loss) => pairPrediction(loss, pair)),
    incident: running ? await incidentView(db, running, picture) : null,
    alarms: pair.openAlarms.map((alarm) => alarmRow(alarm, picture)),
    timeline: await timelineOf(db, picture, { pairId }),
    place: {
      index: at + 1,
      of: neighbours.length,
      previousId: neighbours[at - 1]?.id ?? null,
      nextId: neighbours[at + 1]?.id ?? null,
    },
  };
}

function tokenOf({ facts }: PicturedPair): PairView["token"] {
  const registers = facts.machines.flatMap(({ register }) => register ?? []);
  const newest = registers.sort((a, b) => b.epoch - a.epoch)[0];
  return newest ? { epoch: newest.epoch, owner: newest.owner } : null;
}

function pairPrediction(loss: (typeof LOSSES)[number], pair: PicturedPair): PairPrediction {
  const prediction = predictPair(pair.facts, loss, pair.site?.name);
  const idOf = new Map(pair.vms.map(({ row }) => [row.ref, row.id]));
  return {
    loss,
    title: prediction.title,
    sentence: prediction.sentence,
    detail: prediction.detail,
    counts: prediction.counts,
    machines: prediction.machines.map((each) => ({
      machineId: idOf.get(each.vmRef) ?? "",
      ...predictionView(each.prediction, pair),
    })),
  };
}
