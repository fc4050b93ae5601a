import type { Queryable } from "@v-available/db/database";
import { machineLabel } from "@v-available/db/schema/machine-label";
import { task } from "@v-available/db/schema/task";
import { admitProtection } from "@v-available/domain/admission";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import { refusalOf } from "@v-available/domain/finding";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { dialStopOf } from "@v-available/domain/level";
import { KINDS_BESIDE_THE_MACHINE } from "@v-available/domain/recovery-command";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import type { Permission } from "@v-available/domain/role";
import { otherSide } from "@v-available/domain/state";
import { allowed, allowedProtect, allowedSwitch, type RunningTask } from "@v-available/domain/transition";
import type { Verdict } from "@v-available/domain/verdict";
import { and, eq, notInArray } from "drizzle-orm";
import { barredAtSite, barredByRole } from "../authorise";
import type { Entrusted } from "../desk";
import { findPolicy } from "../policy/find";
import type { PicturedPair } from "../query/picture";
import type { BulkAsk, BulkPreview, BulkRow } from "../view/bulk";
import { protectionAtStop } from "./action";
import { type BulkAction, MOST_AT_ONCE, type PreviewBulkInput } from "./bulk-input";
import type { Listed } from "./list-order";
import type { MachineList } from "./machine-list";
import { allCapabilities } from "./view";

const PERMISSION: Readonly<Record<BulkAction["kind"], Permission>> = {
  start: "run-machines",
  stop: "run-machines",
  move: "run-machines",
  protect: "change-machines",
  assign: "change-policies",
  label: "change-policies",
};
/** These belong to no single site, as the verbs have it. */
const EVERYWHERE: ReadonlySet<BulkAction["kind"]> = new Set(["assign", "label"]);

interface Circumstances {
  readonly running: ReadonlyMap<string, RunningTask>;
  readonly capabilities: ReadonlyMap<string, CapabilityAnswers>;
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** The name of the policy that is to be assigned. */
  readonly policyName: string;
}

interface Judged {
  readonly before: string;
  readonly after: string;
  readonly ask: BulkAsk;
  readonly against: string | null;
}

const sentenceOf = ({ message, remedy }: RefusalDetail): string => (remedy ? `${message} ${remedy}` : message);
const reasonIn = (verdict: Verdict): string | null => (verdict.allowed ? null : verdict.reason);

/**
 * What would come of it for each machine, by what the verbs themselves ask: the role, the state, the admission. A machine
 * that goes is counted with its new level when the next one of its pair is admitted.
 * @throws Refusal invalid, where the query finds more than can be done at once, or the policy is not in force
 */
export async function previewBulk(
  db: Queryable,
  list: MachineList,
  { action, of }: PreviewBulkInput,
  actor: Entrusted,
): Promise<BulkPreview> {
  const machines = machinesOf(list, of);
  const circumstances = await circumstancesOf(db, action);
  const facts = new Map<string, PicturedPair["facts"]>();
  const rows = machines.map((listed): BulkRow => {
    const { vm, pair } = listed;
    const site = { id: pair.site?.id ?? "", name: pair.site?.name ?? pair.row.siteRef };
    const known = facts.get(pair.row.id) ?? pair.facts;
    const { before, after, ask, against } = judge(action, listed, known, circumstances);
    const barred =
      barredByRole(actor, PERMISSION[action.kind]) ?? barredAtSite(actor, EVERYWHERE.has(action.kind) ? null : site);
    const refusedBecause = barred ? sentenceOf(barred) : against;
    if (refusedBecause === null && ask.verb === "protect")
      facts.set(pair.row.id, {
        ...known,
        machines: known.machines.map((one) => (one.ref === vm.row.ref ? { ...one, declared: ask.protection } : one)),
      });
    return {
      machineId: vm.row.id,
      name: vm.row.name,
      pair: { id: pair.row.id, name: pair.row.name },
      site,
      before,
      after,
      ask: refusedBecause === null ? ask : null,
      refusedBecause,
    };
  });
  const goes = rows.filter(({ ask }) => ask !== null);
  const refused = rows.filter(({ ask }) => ask === null);
  return {
    nowMs: list.nowMs,
    revision: list.revision,
    rows: [...goes, ...refused],
    goes: goes.length,
    refused: refused.length,
    reasons: counted(refused),
  };
}

function machinesOf(list: MachineList, of: PreviewBulkInput["of"]): readonly Listed[] {
  if ("machineIds" in of) return of.machineIds.flatMap((id) => list.listed(id) ?? []);
  const found = list.find(of.filter, { column: "name", descending: false });
  if (found.length <= MOST_AT_ONCE) return found;
  throw new Refusal({
    code: "invalid",
    message: `That would be ${found.length} machines at once.`,
    field: "of.filter",
    value: of.filter,
    limit: `${MOST_AT_ONCE} machines at once`,
    remedy: "Narrow the filter, for example to one site, and do the rest after it.",
  });
}

async function circumstancesOf(db: Queryable, action: BulkAction): Promise<Circumstances> {
  const tasks = await db
    .select({ subjectId: task.subjectId, step: task.step, etaAtMs: task.etaAtMs })
    .from(task)
    .where(and(eq(task.state, "running"), notInArray(task.kind, [...KINDS_BESIDE_THE_MACHINE])));
  const labels = new Map<string, string[]>();
  if (action.kind === "label")
    for (const { vmId, label } of await db.select().from(machineLabel))
      labels.set(vmId, [...(labels.get(vmId) ?? []), label].sort());
  return {
    running: new Map(tasks.flatMap(({ subjectId, ...rest }) => (subjectId === null ? [] : [[subjectId, rest]]))),
    capabilities: await allCapabilities(db),
    labels,
    policyName: action.kind === "assign" ? await policyInForce(db, action.policyId) : "",
  };
}

async function policyInForce(db: Queryable, policyId: string): Promise<string> {
  const { row, versions } = await findPolicy(db, policyId);
  if (versions.length > 0) return row.name;
  throw new Refusal({
    code: "illegal-transition",
    message: `${row.name} has only a draft and can hold no machine yet.`,
    field: "action.policyId",
    value: policyId,
    limit: "a policy with a published version",
    remedy: "Publish it first.",
  });
}

function judge(
  action: BulkAction,
  { vm, pair }: Listed,
  facts: PicturedPair["facts"],
  { running: tasks, capabilities: all, labels, policyName }: Circumstances,
): Judged {
  const { observed, id, adapter } = vm.row;
  const running = tasks.get(id) ?? null;
  const capabilities = all.get(adapter) ?? {};
  const lacks = (capability: string): string | null => {
    const answer = capabilities[capability];
    return answer && !answer.supported ? answer.reason : null;
  };
  switch (action.kind) {
    case "start":
    case "stop":
      return {
        before: observed.desiredPower,
        after: action.kind === "start" ? "on" : "off",
        ask: { verb: action.kind },
        against: reasonIn(allowed(`vm.${action.kind}`, vm.protection, running)),
      };
    case "move": {
      const to = otherSide(observed.activeSide);
      const host = (side: "a" | "b") => pair.hosts[side]?.name ?? `host ${side.toUpperCase()}`;
      return {
        before: host(observed.activeSide),
        after: host(to),
        ask: { verb: "switchActive", to },
        against: lacks("switch-active") ?? reasonIn(allowedSwitch(observed, to, vm.protection, running)),
      };
    }
    case "protect": {
      const protection = protectionAtStop(observed.declared, action.stop);
      const block = refusalOf(admitProtection(observed, facts, protection, capabilities));
      return {
        before: LEVEL_LABEL[dialStopOf(observed.declared)].word,
        after: LEVEL_LABEL[action.stop].word,
        ask: { verb: "protect", protection },
        against:
          reasonIn(allowedProtect(observed, protection, vm.protection, running)) ?? (block ? sentenceOf(block) : null),
      };
    }
    case "assign":
      return { before: "", after: policyName, ask: { verb: "assign", policyId: action.policyId }, against: null };
    case "label": {
      const now = labels.get(id) ?? [];
      const next = [...new Set([...now, ...action.add])].filter((label) => !action.remove.includes(label)).sort();
      return {
        before: now.join(", ") || "no label",
        after: next.join(", ") || "no label",
        ask: { verb: "label", labels: next },
        against:
          next.join() === now.join()
            ? "It has these labels already."
            : next.length > MOST_LABELS
              ? `It would have ${next.length} labels, and ${MOST_LABELS} is the most. Take some off first.`
              : null,
      };
    }
  }
}

const MOST_LABELS = 32;

function counted(refused: readonly BulkRow[]): BulkPreview["reasons"] {
  const counts = new Map<string, number>();
  for (const { refusedBecause } of refused)
    if (refusedBecause !== null) counts.set(refusedBecause, (counts.get(refusedBecause) ?? 0) + 1);
  return [...counts]
    .map(([because, machines]) => ({ because, machines }))
    .sort((one, other) => other.machines - one.machines);
}
