import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { alarm } from "@v-available/db/schema/alarm";
import { ledger } from "@v-available/db/schema/ledger";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import type { Capabilities } from "@v-available/orchestrator/capability";
import { asc, count, isNull } from "drizzle-orm";
import { needsSecondPerson } from "../consent/rule";
import type { SystemInfo } from "../view/system";

/** What this console was started as. */
export interface SystemSetting {
  readonly version: string;
  readonly organisation: string;
  readonly demo: boolean;
}

export async function systemInfo(
  db: Queryable,
  nowMs: number,
  engine: SystemInfo["database"],
  setting: SystemSetting,
): Promise<SystemInfo> {
  const [head] = await db.select().from(ledger);
  const adapters = await db.select().from(adapterWatch).orderBy(asc(adapterWatch.adapter));
  const [open] = await db.select({ count: count() }).from(alarm).where(isNull(alarm.clearedAtMs));
  return {
    product: "v-Available",
    ...setting,
    database: engine,
    nowMs,
    revision: head?.revision ?? 0,
    adapters: adapters.map((row) => ({
      name: row.adapter,
      product: row.product,
      reachable: row.reachable,
      observedAtMs: row.observedAtMs,
      problem: row.problem,
      capabilities: row.capabilities as Capabilities | null,
    })),
    openAlarms: open?.count ?? 0,
    lossNeedsSecondPerson: await needsSecondPerson(db),
    staleAfterMs: STALE_AFTER_MS,
  };
}
