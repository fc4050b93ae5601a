import type { Queryable } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { type Finding, worstVerdict } from "@v-available/domain/finding";
import { admitReplacing, asCandidate, fullCopyOf, type ReplacingWorld } from "@v-available/domain/host-replacing";
import { chosenPaths } from "@v-available/domain/pair-link-check";
import { Refusal } from "@v-available/domain/refusal";
import { otherSide } from "@v-available/domain/state";
import { and, desc, eq } from "drizzle-orm";
import type { ActorDeed } from "../audit/deed";
import type { Actor } from "../desk";
import { freeHostView, pairCheckView, refuseUnaccepted } from "../pair/form-preview";
import { type FreeHosts, formingWorld, readFreeHosts } from "../pair/forming-world";
import { notFound } from "../query/not-found";
import { taskView } from "../task/row";
import { type Intent, submit, type VerbKit } from "../task/submit";
import type { HostReplacingView } from "../view/host-replacing";
import { refuseIfBlocked } from "../vm/refuse";
import { type FoundHost, findHost } from "./find";
import type { EndReplacingInput, PreviewReplaceInput, ReplaceHostInput } from "./replace-input";

const TASKS_SHOWN = 3;

function worldOf(
  { pair, side, host, capabilities }: FoundHost,
  free: FreeHosts,
  wanted: string | null,
): ReplacingWorld {
  const { freeHosts } = formingWorld(free, host.adapter);
  const names = new Map(free.hosts.map(({ candidate }) => [candidate.siteRef, candidate.siteName]));
  return {
    facts: pair.facts,
    side,
    wanted,
    freeHosts,
    siteName: (ref) => (ref === pair.site?.ref ? pair.site.name : (names.get(ref) ?? ref)),
    capabilities,
  };
}

const tasksOf = (db: Queryable, hostId: string) =>
  db
    .select()
    .from(task)
    .where(and(eq(task.subjectId, hostId), eq(task.kind, "pair.replace-host")))
    .orderBy(desc(task.startedAtMs))
    .limit(TASKS_SHOWN);

export async function previewReplace(
  db: Queryable,
  nowMs: number,
  { hostId, withHost }: PreviewReplaceInput,
  actor: Actor,
): Promise<HostReplacingView> {
  const found = await findHost(db, nowMs, hostId);
  const { host, side, pair, capabilities } = found;
  const free = await readFreeHosts(db, nowMs);
  const world = worldOf(found, free, withHost);
  const findings = admitReplacing(world);
  const partner = pair.hosts[otherSide(side)];
  const chosen = world.freeHosts.find(({ name }) => name === withHost);
  const paths =
    chosen && partner
      ? chosenPaths(asCandidate(partner.observed, world.siteName(partner.observed.siteRef)), chosen)
      : [];
  const able = capabilities["replace-host"];
  const since = pair.vms.flatMap(({ exposedSinceMs }) => exposedSinceMs ?? []);
  return {
    host: { id: host.id, name: host.name },
    pair: { id: pair.row.id, name: pair.row.name },
    site: { id: pair.site?.id ?? "", name: pair.site?.name ?? pair.row.siteRef },
    side,
    state: host.observed.state,
    partner: partner?.name ?? `host ${otherSide(side).toUpperCase()}`,
    hosts: free.hosts.filter(({ row }) => row.adapter === host.adapter).map((one) => freeHostView(one, actor)),
    unsupportedBecause: able?.supported === false ? able.reason : null,
    verdict: worstVerdict(findings),
    checks: findings.map(pairCheckView),
    copy: fullCopyOf(world.facts, paths),
    machineCount: pair.vms.filter(({ row }) => row.observed.declared.mirror === "sync").length,
    exposedSinceMs: since.length > 0 ? Math.min(...since) : null,
    tasks: (await tasksOf(db, hostId)).map(taskView),
  };
}

export const replaceHost = (kit: VerbKit, input: ReplaceHostInput, deed: ActorDeed) =>
  submit(kit, deed, "pair.replace-host", input.taskKey, async (db, nowMs): Promise<Intent> => {
    const found = await findHost(db, nowMs, input.hostId);
    const { host, side, pair } = found;
    const free = await readFreeHosts(db, nowMs);
    const findings: readonly Finding[] = admitReplacing(worldOf(found, free, input.withHost));
    refuseIfBlocked(findings);
    refuseUnaccepted(findings, input.accepted);
    if (input.confirmName !== host.name)
      throw new Refusal({
        code: "invalid",
        message: `${host.name} was not replaced: the name typed to confirm differs.`,
        field: "confirmName",
        value: input.confirmName,
        limit: host.name,
        remedy: "Type the name of the host that is replaced. Its copies are given up and do not come back.",
      });
    const next = free.hosts.find(({ row }) => row.adapter === host.adapter && row.name === input.withHost);
    if (!next) throw notFound("host", "withHost", input.withHost);
    const loss = `All copies on ${host.name} are given up. ${input.reason}`;
    return {
      adapter: host.adapter,
      command: {
        ...{ kind: "pair.replace-host", pairRef: pair.row.ref, side, withRef: next.row.ref },
        ...{ signedBy: deed.by.name, loss },
      },
      title: `Replace ${host.name} by ${next.row.name}`,
      subject: { kind: "host", id: host.id, ref: host.ref, name: host.name },
      pairId: pair.row.id,
      before: { host: host.name, state: host.observed.state },
      after: { host: next.row.name, accepted: input.accepted },
    };
  });

export const endReplacing = (kit: VerbKit, { hostId, taskKey }: EndReplacingInput, deed: ActorDeed) =>
  submit(kit, deed, "pair.end-replacing", taskKey, async (db, nowMs): Promise<Intent> => {
    const { host, pair } = await findHost(db, nowMs, hostId);
    const [last] = await tasksOf(db, hostId);
    if (last?.state !== "running")
      throw new Refusal({
        code: "illegal-transition",
        message: `${host.name} is not being replaced.`,
        field: "hostId",
        value: hostId,
        limit: "while it is being replaced",
        remedy: "Look at the page of the pair.",
      });
    return {
      adapter: host.adapter,
      command: { kind: "pair.end-replacing", pairRef: pair.row.ref },
      title: `Leave ${host.name} where it is`,
      subject: { kind: "host", id: host.id, ref: host.ref, name: host.name },
      pairId: pair.row.id,
      before: { host: host.name, state: "being replaced" },
      after: { host: host.name },
    };
  });
