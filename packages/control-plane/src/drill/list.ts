import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { drillStandingOf, drillsOf, drillTarget } from "@v-available/domain/drill";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import { drillIntervalAsker } from "../policy/in-force";
import type { PicturedPair, PicturedVm, TakePicture } from "../query/picture";
import type { DrillListView, DrillRow } from "../view/drill";
import { drillActionOf } from "../vm/action";
import { headlineOf } from "../vm/row";

export async function listDrills(db: Queryable, nowMs: number, take: TakePicture): Promise<DrillListView> {
  const { pairs } = await take(db, nowMs);
  const watches = await db.select().from(adapterWatch);
  const capabilitiesOf = new Map(
    watches.map(({ adapter, capabilities }) => [adapter, (capabilities ?? {}) as CapabilityAnswers]),
  );
  const intervalOf = await drillIntervalAsker(db);
  const rows: DrillRow[] = [];
  let withoutCopy = 0;
  for (const pair of pairs)
    for (const machine of pair.vms) {
      const row = drillRow(machine, pair, capabilitiesOf.get(machine.row.adapter) ?? {}, intervalOf, nowMs);
      if (row) rows.push(row);
      else withoutCopy += 1;
    }
  const dueAtMs = ({ standing }: DrillRow): number => standing.dueAtMs ?? Number.NEGATIVE_INFINITY;
  // Subtracting two infinities would give no order at all.
  rows.sort((one, other) => (dueAtMs(one) < dueAtMs(other) ? -1 : Number(dueAtMs(one) > dueAtMs(other))));
  return { rows, withoutCopy };
}

function drillRow(
  machine: PicturedVm,
  pair: PicturedPair,
  capabilities: CapabilityAnswers,
  intervalOf: Awaited<ReturnType<typeof drillIntervalAsker>>,
  nowMs: number,
): DrillRow | null {
  const action = drillActionOf(machine, capabilities);
  if (!action) return null;
  const { id, revision, name, observed } = machine.row;
  const interval = intervalOf(machine, pair);
  const { targetRtoMs, targetRpoMs } = drillTarget(observed.declared);
  return {
    machine: { id, name },
    revision,
    pair: { id: pair.row.id, name: pair.row.name },
    site: { id: pair.site?.id ?? "", name: pair.site?.name ?? pair.row.siteRef },
    recoverySite: observed.recoveryCopy?.siteName ?? null,
    interval,
    standing: drillStandingOf(observed, { drillEveryDays: interval.everyDays }, nowMs),
    newest: drillsOf(observed)[0] ?? null,
    target: { rtoMs: targetRtoMs, rpoMs: targetRpoMs },
    headline: headlineOf(machine, pair),
    action,
  };
}
