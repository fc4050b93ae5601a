import type { Queryable } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { admitPair } from "@v-available/domain/pair-forming";
import { Refusal } from "@v-available/domain/refusal";
import type { Command } from "@v-available/orchestrator/command";
import { and, eq } from "drizzle-orm";
import type { ActorDeed } from "../audit/deed";
import { notFound } from "../query/not-found";
import { type Intent, submit, type VerbKit } from "../task/submit";
import { refuseIfBlocked } from "../vm/refuse";
import type { EndFormingInput, FormPairInput } from "./form-input";
import { draftOf, refuseUnaccepted } from "./form-preview";
import { adapterOf, formingWorld, readFreeHosts } from "./forming-world";

export const formPair = (kit: VerbKit, { taskKey, accepted, ...input }: FormPairInput, deed: ActorDeed) =>
  submit(kit, deed, "pair.form", taskKey, async (db, nowMs): Promise<Intent> => {
    const free = await readFreeHosts(db, nowMs);
    const adapter = adapterOf(free, [input.hostA, input.hostB]);
    const findings = admitPair(draftOf(input), formingWorld(free, adapter));
    refuseIfBlocked(findings);
    refuseUnaccepted(findings, accepted);
    const host = (name: string) => free.hosts.find(({ row }) => row.adapter === adapter && row.name === name);
    const [a, b] = [host(input.hostA), host(input.hostB)];
    if (!a || !b) throw notFound("host", a ? "hostB" : "hostA", a ? input.hostB : input.hostA);
    const { name, witness, alternate } = input;
    const witnesses = [witness, ...(alternate === null ? [] : [alternate])];
    return {
      adapter,
      command: { kind: "pair.form", plan: { name, hostRefs: { a: a.row.ref, b: b.row.ref }, witnesses } },
      title: `Form ${name} of ${a.row.name} and ${b.row.name}`,
      subject: { kind: "pair", id: null, ref: name, name },
      pairId: null,
      siteIds: [a, b].flatMap(({ site }) => site?.id ?? []),
      before: null,
      after: { name, hostA: a.row.name, hostB: b.row.name, witness, alternate, accepted },
    };
  });

/** By whoever may act at the sites of both hosts. */
export const endForming = (kit: VerbKit, { pairName, taskKey }: EndFormingInput, deed: ActorDeed) =>
  submit(kit, deed, "pair.end-forming", taskKey, async (db, nowMs): Promise<Intent> => {
    const { adapter, hostRefs } = await formingNamed(db, pairName);
    const { hosts } = await readFreeHosts(db, nowMs);
    const own = hosts.filter(({ row }) => row.adapter === adapter && Object.values(hostRefs).includes(row.ref));
    return {
      adapter,
      command: { kind: "pair.end-forming", pairName },
      title: `Break the forming of ${pairName} off`,
      subject: { kind: "pair", id: null, ref: pairName, name: pairName },
      pairId: null,
      siteIds: own.flatMap(({ site }) => site?.id ?? []),
      before: { name: pairName, state: "being made" },
      after: null,
    };
  });

async function formingNamed(db: Queryable, pairName: string) {
  const [row] = await db
    .select()
    .from(task)
    .where(and(eq(task.kind, "pair.form"), eq(task.subjectName, pairName), eq(task.state, "running")));
  if (row)
    return {
      adapter: row.adapter,
      hostRefs: (row.command as Extract<Command, { kind: "pair.form" }>).plan.hostRefs,
    };
  throw new Refusal({
    code: "not-found",
    message: `No pair named ${pairName} is being made.`,
    field: "pairName",
    value: pairName,
    limit: "a pair that is being made",
    remedy: "Look at the list of pairs: it may be there already.",
  });
}
