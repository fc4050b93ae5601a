import type { Queryable } from "@v-available/db/database";
import { host } from "@v-available/db/schema/host";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import type { Side } from "@v-available/domain/state";
import { and, eq, isNull } from "drizzle-orm";
import type { HostRecord } from "../query/fleet-rows";
import { notFound } from "../query/not-found";
import { type PicturedPair, type TakePicture, takePicture } from "../query/picture";
import { capabilitiesOf } from "../vm/view";

export interface FoundHost {
  readonly host: HostRecord;
  readonly side: Side;
  readonly pair: PicturedPair;
  readonly capabilities: CapabilityAnswers;
}

/** A host with its pair, and what its backend can do. */
export async function findHost(
  db: Queryable,
  nowMs: number,
  hostId: string,
  take: TakePicture = takePicture,
): Promise<FoundHost> {
  const [row] = await db
    .select({ adapter: host.adapter, pairRef: host.pairRef })
    .from(host)
    .where(and(eq(host.id, hostId), isNull(host.removedAtMs)));
  if (!row) throw notFound("host", "hostId", hostId);
  const { pairs } = await take(db, nowMs, row);
  const pair = pairs.find(({ hosts }) => hosts.a?.id === hostId || hosts.b?.id === hostId);
  const side: Side = pair?.hosts.a?.id === hostId ? "a" : "b";
  const found = pair?.hosts[side];
  if (!pair || !found) throw notFound("host", "hostId", hostId);
  return {
    host: found,
    side,
    pair,
    capabilities: await capabilitiesOf(db, row.adapter),
  };
}
