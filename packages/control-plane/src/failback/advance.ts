import type { Queryable } from "@v-available/db/database";
import { machineHome } from "@v-available/db/schema/machine-home";
import { task } from "@v-available/db/schema/task";
import { inArray } from "drizzle-orm";
import { lastWordOn } from "../heed/last-word";
import { type FactWriter, inChunks, writeFacts } from "../ledger";
import { policiesInForce, policyAsker } from "../policy/in-force";
import { type Picture, type TakePicture, takePicture } from "../query/picture";
import { carryOut, type VerbKit, writeIntent } from "../task/submit";
import type { TaskRecord } from "../watch/task";
import { BY_ITSELF, type Homing, lookAtFailbacks, readHomes } from "./look";

/**
 * Moves machines home whose policy says so and of which nothing is amiss, one of a pair at a time. Each is judged again
 * under the lock of the writers; its task is written before any host is asked.
 * @returns how many are not at home
 */
export async function advanceFailbacks(kit: VerbKit, take: TakePicture): Promise<{ readonly away: number }> {
  const { homing, left } = await kit.db.read(async (db) => {
    const homes = await readHomes(db);
    const said = [...(await policiesInForce(db)).values()];
    const isAny = said.some(({ failback }) => failback !== "stay");
    if (!isAny && homes.size === 0) return { homing: [], left: [] };
    const picture = await take(db, kit.clock.nowMs());
    const homing = isAny ? await lookAtFailbacks(db, picture, homes) : [];
    return { homing, left: await leftAlone(db, picture, homing, homes) };
  });
  const unknown = homing.filter(({ home }) => home === null);
  if (unknown.length > 0 || left.length > 0)
    await writeFacts(kit, async (writer) => {
      await settle(writer, unknown);
      await inChunks(left, 1_000, (vmIds) => writer.db.delete(machineHome).where(inArray(machineHome.vmId, vmIds)));
    });
  for (const one of homing) {
    if (one.answer.do !== "move") continue;
    const row = await writeFacts(kit, (writer) => ask(kit, writer, one));
    if (row) await carryOut(kit, row);
  }
  return { away: homing.filter(({ answer }) => answer.do !== "nothing").length };
}

/** Machines that are gone, and those whose policy brings them back no more: they are at home wherever they are. */
async function leftAlone(
  db: Queryable,
  picture: Picture,
  homing: readonly Homing[],
  homes: Awaited<ReturnType<typeof readHomes>>,
): Promise<readonly string[]> {
  const kept = new Set(homing.map(({ machine }) => machine.row.id));
  const others = [...homes.keys()].filter((vmId) => !kept.has(vmId));
  if (others.length === 0) return [];
  const ask = await policyAsker(db);
  // A backend that does not say now that it can is no word of a policy.
  return others.filter((vmId) => {
    const found = picture.vm(vmId);
    return !found || (ask(found.vm, found.pair)?.said.failback ?? "stay") === "stay";
  });
}

/** From now on it is at home where it is. */
async function settle(writer: FactWriter, unknown: readonly Homing[]): Promise<void> {
  const { revision, nowMs: sinceMs } = writer;
  const homes = unknown.map(({ machine: { row } }) => ({
    vmId: row.id,
    revision,
    side: row.observed.activeSide,
    sinceMs,
  }));
  await inChunks(homes, 1_000, (rows) => writer.db.insert(machineHome).values(rows).onConflictDoNothing());
}

async function ask(kit: VerbKit, writer: FactWriter, { machine, pair }: Homing): Promise<TaskRecord | null> {
  const { adapter, id, ref, name } = machine.row;
  const picture = await takePicture(writer.db, writer.nowMs, { adapter, pairRef: pair.row.ref });
  const now = (await lookAtFailbacks(writer.db, picture)).find((one) => one.machine.row.id === id);
  if (now?.answer.do !== "move") return null;
  const causeEventId = await lastWordOn(writer, now.held.policyId);
  if (causeEventId === null) return null;
  const { to } = now.answer;
  const host = now.pair.hosts[to]?.name ?? `host ${to.toUpperCase()}`;
  const made = writeIntent(
    writer,
    {
      adapter,
      command: { kind: "vm.switch-active", vmRef: ref, to },
      title: `Take ${name} home to ${host}, as ${now.held.said.name} asks`,
      subject: { kind: "vm", id, ref, name },
      pairId: pair.row.id,
      before: { activeSide: now.machine.row.observed.activeSide },
      after: { activeSide: to },
    },
    {
      taskKey: writer.newId(),
      by: BY_ITSELF,
      isOwn: kit.orchestrators.some((orchestrator) => orchestrator.name === adapter),
      causeEventId,
    },
  );
  await writer.db.insert(task).values(made);
  return made;
}
