import { machineHome } from "@v-available/db/schema/machine-home";
import { task } from "@v-available/db/schema/task";
import { lastWordOn } from "../heed/last-word";
import { type FactWriter, writeFacts } from "../ledger";
import { policiesInForce } from "../policy/in-force";
import { type TakePicture, takePicture } from "../query/picture";
import { carryOut, type VerbKit, writeIntent } from "../task/submit";
import type { TaskRecord } from "../watch/task";
import { BY_ITSELF, type Homing, lookAtFailbacks } from "./look";

/**
 * Moves machines home whose policy says so and of which nothing is amiss, one of a pair at a time. Each is judged again
 * under the lock of the writers; its task is written before any host is asked.
 * @returns how many are not at home
 */
export async function advanceFailbacks(kit: VerbKit, take: TakePicture): Promise<{ readonly away: number }> {
  const homing = await kit.db.read(async (db) => {
    const said = [...(await policiesInForce(db)).values()];
    if (said.every(({ failback }) => failback === "stay")) return [];
    return lookAtFailbacks(db, await take(db, kit.clock.nowMs()));
  });
  const unknown = homing.filter(({ home }) => home === null);
  if (unknown.length > 0) await writeFacts(kit, (writer) => settle(writer, unknown));
  for (const one of homing) {
    if (one.answer.do !== "move") continue;
    const row = await writeFacts(kit, (writer) => ask(kit, writer, one));
    if (row) await carryOut(kit, row);
  }
  return { away: homing.filter(({ answer }) => answer.do !== "nothing").length };
}

/** From now on it is at home where it is. */
async function settle(writer: FactWriter, unknown: readonly Homing[]): Promise<void> {
  const { revision, nowMs: sinceMs } = writer;
  await writer.db
    .insert(machineHome)
    .values(unknown.map(({ machine: { row } }) => ({ vmId: row.id, revision, side: row.observed.activeSide, sinceMs })))
    .onConflictDoNothing();
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
