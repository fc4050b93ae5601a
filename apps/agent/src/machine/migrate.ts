import { until, within } from "../deadline";
import type { QemuProcess } from "../qemu/qemu-process";
import type { Qmp } from "../qemu/qmp";

/**
 * Live migration between two equal disks. The mirror stays up until the partner owns the machine: then every moment
 * before the hand-over has a way back, since the source just resumes with its mirror as it was.
 */
const CAPABILITIES = ["events", "late-block-activate", "return-path"].map((capability) => ({
  capability,
  state: true,
}));
const PARAMETERS = { "max-bandwidth": 1_000_000_000, "downtime-limit": 100 };
const MIGRATION_LIMIT_MS = 100_000;

async function prepare(qmp: Qmp): Promise<void> {
  await qmp.command("migrate-set-capabilities", { capabilities: CAPABILITIES });
  await qmp.command("migrate-set-parameters", PARAMETERS);
}

/** @returns the port on which the destination waits for the memory */
export async function awaitIncoming(qemu: QemuProcess, address: string): Promise<number> {
  await prepare(qemu.qmp);
  await qemu.qmp.command("migrate-incoming", { uri: `tcp:${address}:0` });
  return until(
    async () => {
      const migration = await qemu.qmp.command<{ "socket-address"?: { port?: string }[] }>("query-migrate");
      const port = Number(migration["socket-address"]?.[0]?.port);
      return Number.isInteger(port) && port > 0 ? port : undefined;
    },
    5_000,
    "the migration port",
  );
}

/** Sends the memory; on return the guest stands here, complete there, and both disks are equal. */
export async function sendMemory(qemu: QemuProcess, address: string, port: number): Promise<void> {
  await prepare(qemu.qmp);
  const ended = qemu.qmp.nextEvent(
    ({ event, data }) => event === "MIGRATION" && ["completed", "failed", "cancelled"].includes(String(data.status)),
    MIGRATION_LIMIT_MS,
    "end of the migration",
  );
  await qemu.qmp.command("migrate", { uri: `tcp:${address}:${port}` });
  const status = String((await ended).data.status);
  if (status === "completed") return;
  const { "error-desc": reason } = await qemu.qmp.command<{ "error-desc"?: string }>("query-migrate");
  throw new Error(`the migration ${status}${reason ? `: ${reason}` : ""}`);
}

/** The source goes on as if nothing had been asked. */
export async function resumeSource(qemu: QemuProcess): Promise<void> {
  await qemu.qmp.command("migrate_cancel").catch(() => undefined);
  await until(
    async () => {
      const { status } = await qemu.qmp.command<{ status: string }>("query-migrate");
      return ["completed", "cancelled", "failed", "none", undefined].includes(status) ? { status } : undefined;
    },
    5_000,
    "the cancelled migration",
  );
  const { running } = await qemu.qmp.command<{ running: boolean }>("query-status");
  if (!running) await qemu.qmp.command("cont");
}

/** Whether the whole machine has arrived and waits to go on. */
export async function hasArrived(qemu: QemuProcess): Promise<boolean> {
  const migration = await qemu.qmp.command<{ status?: string }>("query-migrate");
  return migration.status === "completed";
}

/** Makes the network learn where the machine is now. */
export const announce = (qemu: QemuProcess): Promise<unknown> =>
  within(qemu.qmp.command("announce-self", { initial: 20, max: 200, rounds: 5, step: 50 }), 2_000, "the announcement");
