import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import { isSameHeed } from "@v-available/domain/no-heed";
import { outsideWindows } from "@v-available/domain/planned-window";
import type { Policy } from "@v-available/domain/policy";
import { settingStandings } from "@v-available/domain/policy-setting";
import { listWords } from "@v-available/domain/wording";
import { eq } from "drizzle-orm";
import { type Homing, lookAtFailbacks } from "../failback/look";
import { heedOf, restartedAfter } from "../heed/wanted";
import type { PicturedPair, PicturedVm } from "../query/picture";
import type { MachinePolicy } from "../view/policy";
import { type Held, holderAsker } from "./held";
import type { HeldBy } from "./in-force";
import { windowedMachine } from "./window";

/** What the policy of a machine asks for, and which of it the machine's own hosts act on. */
export async function policyOfMachine(
  db: Queryable,
  nowMs: number,
  machine: PicturedVm,
  pair: PicturedPair,
  held: HeldBy | null,
): Promise<MachinePolicy | null> {
  if (!held) return null;
  const { policyId, said } = held;
  const { adapter, observed, ref } = machine.row;
  const [watch] = await db.select().from(adapterWatch).where(eq(adapterWatch.adapter, adapter));
  const capabilities = (watch?.capabilities ?? {}) as CapabilityAnswers;
  const ask = await holderAsker(
    db,
    pair.vms.map(({ row }) => row.id),
  );
  const ofPair = pair.vms.map((one) => ask(one, pair));
  const all = said.failback === "stay" ? [] : await lookAtFailbacks(db, { nowMs, pairs: [pair] });
  const homing = all.find((one) => one.machine.row.id === machine.row.id);
  const windowed = windowedMachine(machine, held);
  const [outside] = windowed ? outsideWindows([windowed], nowMs, 0) : [];
  return {
    id: policyId,
    name: said.name,
    settings: settingStandings(said, watch ? [{ name: watch.product, capabilities }] : []),
    outsideWindow: outside ?? null,
    isTold: isSameHeed(heedOf(said, ref, ofPair, capabilities), observed.heed),
    away: homing ? awayOf(homing) : null,
    notWaitedFor: capabilities["restart-order"]?.supported ? notWaitedFor(said, ref, ofPair) : null,
  };
}

function awayOf({ pair, home, machine, answer }: Homing): MachinePolicy["away"] {
  if (home === null || home === machine.row.observed.activeSide || answer.do === "nothing") return null;
  return { home: pair.hosts[home]?.name ?? "its host", waitsBecause: answer.do === "wait" ? answer.because : null };
}

/** Hosts hear of the machines of their own pair: whoever is elsewhere is not waited for, and that is said. */
function notWaitedFor(
  { restartAfter }: Policy,
  self: string,
  ofPair: readonly Omit<Held, "assigned">[],
): string | null {
  const missing = restartAfter.filter((one) => restartedAfter({ after: [one], self }, ofPair).length === 0);
  if (missing.length === 0) return null;
  const names = listWords(missing.map((one) => ("machine" in one ? one.machine : `those labelled ${one.label}`)));
  return `Its hosts hear of the machines of their own pair only: they do not wait for ${names}.`;
}
