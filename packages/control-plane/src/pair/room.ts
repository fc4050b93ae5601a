import type { Queryable } from "@v-available/db/database";
import { hostAway, roomFor } from "@v-available/domain/room";
import { notFound } from "../query/not-found";
import type { TakePicture } from "../query/picture";
import type { PairRoomView } from "../view/pair";
import { refuseIfImpossible } from "../vm/refuse";
import { capabilitiesOf, checkView } from "../vm/view";
import type { PairRoomInput } from "./input";

export async function viewRoom(
  db: Queryable,
  nowMs: number,
  { pairId, ...thought }: PairRoomInput,
  take: TakePicture,
): Promise<PairRoomView> {
  refuseIfImpossible(thought.protection);
  const pair = (await take(db, nowMs)).pair(pairId);
  if (!pair) throw notFound("pair", "pairId", pairId);
  const { fits, stoppedBy, warnings } = roomFor(thought, pair.facts, await capabilitiesOf(db, pair.row.adapter));
  return {
    fits,
    stoppedBy: stoppedBy && checkView(stoppedBy),
    warnings: warnings.map(checkView),
    away: { a: hostAway(pair.facts, "a"), b: hostAway(pair.facts, "b") },
  };
}
