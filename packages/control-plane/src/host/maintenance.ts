import type { Queryable } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { previewMaintenance as preview } from "@v-available/domain/host-maintenance";
import { allowedToLeave } from "@v-available/domain/maintenance";
import { outsideWindows } from "@v-available/domain/planned-window";
import { Refusal } from "@v-available/domain/refusal";
import { desc, eq } from "drizzle-orm";
import type { ActorDeed } from "../audit/deed";
import { outsideWords, refuseOutside, workWindows } from "../policy/window";
import { taskView } from "../task/row";
import { type Intent, submit, type VerbKit } from "../task/submit";
import type { HostMaintenanceView } from "../view/host-maintenance";
import { refuseIfBlocked, refuseUnlessAllowed } from "../vm/refuse";
import { type FoundHost, findHost } from "./find";
import type { EnterMaintenanceInput, HostTaskInput } from "./input";

export const enterMaintenance = (kit: VerbKit, input: EnterMaintenanceInput, deed: ActorDeed) =>
  submit(kit, deed, "host.enter-maintenance", input.taskKey, async (db, nowMs) => {
    const { hostId, outsideWindowOf } = input;
    const found = await findHost(db, nowMs, hostId);
    refuseUnlessAble(found);
    refuseIfBlocked(preview(found.pair.facts, found.side).findings);
    const touched = (await workWindows(db, [found.pair]))(found.pair, found.side);
    const notDone = `${found.host.name} was not put into maintenance`;
    const outside = refuseOutside(touched, outsideWindowOf, nowMs, notDone);
    const title = `Put ${found.host.name} into maintenance${outsideWords(outside)}`;
    const intent = intentOn(found, title, "host.enter-maintenance");
    return outside.length === 0 ? intent : { ...intent, after: { state: "Maintenance", outsideWindowOf: outside } };
  });

export const leaveMaintenance = (kit: VerbKit, { hostId, taskKey }: HostTaskInput, deed: ActorDeed) =>
  submit(kit, deed, "host.leave-maintenance", taskKey, async (db, nowMs) => {
    const found = await findHost(db, nowMs, hostId);
    refuseUnlessAble(found);
    const { name, observed } = found.host;
    refuseUnlessAllowed(allowedToLeave(observed.state), `The maintenance of ${name} was not ended`);
    return intentOn(found, `End the maintenance of ${name}`, "host.leave-maintenance");
  });

/** What it would mean now, and how far it is. */
export async function viewMaintenance(db: Queryable, nowMs: number, hostId: string): Promise<HostMaintenanceView> {
  const { host, side, pair, capabilities } = await findHost(db, nowMs, hostId);
  const tasks = await db.select().from(task).where(eq(task.subjectId, hostId)).orderBy(desc(task.startedAtMs)).limit(3);
  const { findings, machines } = preview(pair.facts, side);
  const able = capabilities["host-maintenance"];
  const lacking = able && !able.supported ? able.reason : null;
  const block = findings.find(({ verdict }) => verdict === "block");
  const leave = allowedToLeave(host.observed.state);
  const outside = outsideWindows((await workWindows(db, [pair]))(pair, side), nowMs, 0);
  const idOf = new Map(pair.vms.map(({ row }) => [row.ref, row.id]));
  return {
    host: { id: host.id, name: host.name },
    site: { id: pair.site?.id ?? "", name: pair.site?.name ?? pair.row.siteRef },
    state: host.observed.state,
    forbiddenBecause: null,
    cannotEnterBecause: lacking ?? block?.sentence ?? null,
    remedy: lacking === null ? (block?.remedy ?? null) : null,
    cannotLeaveBecause: lacking ?? (leave.allowed ? null : leave.reason),
    machines: machines.map(({ vmRef, name, effect, sentence }) => ({
      id: idOf.get(vmRef) ?? "",
      name,
      effect,
      sentence,
    })),
    outside,
    tasks: tasks.map(taskView),
  };
}

function refuseUnlessAble({ capabilities }: FoundHost): void {
  const able = capabilities["host-maintenance"];
  if (able && !able.supported) throw new Refusal({ code: "unsupported", message: able.reason });
}

const intentOn = (
  { host, pair }: FoundHost,
  title: string,
  kind: "host.enter-maintenance" | "host.leave-maintenance",
): Intent => ({
  adapter: host.adapter,
  command: { kind, hostRef: host.ref },
  title,
  subject: { kind: "host", id: host.id, ref: host.ref, name: host.name },
  pairId: pair.row.id,
  before: { state: host.observed.state },
  after: { state: kind === "host.enter-maintenance" ? "Maintenance" : "Running" },
});
