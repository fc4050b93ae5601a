import type { Queryable } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { type Finding, hasToBeAccepted, isPairCheck, worstVerdict } from "@v-available/domain/finding";
import { admitPair, type PairDraft, SOURCE_OF_PAIR_CHECK } from "@v-available/domain/pair-forming";
import { chosenPaths } from "@v-available/domain/pair-link-check";
import { isFinalStep } from "@v-available/domain/pair-step";
import { Refusal } from "@v-available/domain/refusal";
import { countWords } from "@v-available/domain/wording";
import { desc, eq } from "drizzle-orm";
import { barredAtSite } from "../authorise";
import type { Actor } from "../desk";
import { taskView } from "../task/row";
import type { FreeHostView, PairCheckView, PairFormingView } from "../view/pair-forming";
import { fieldCheckView } from "../vm/view";
import type { FormPairInput, PreviewFormInput } from "./form-input";
import { adapterOf, type FreeHost, formingWorld, readFreeHosts } from "./forming-world";

const TASKS_SHOWN = 5;

export const draftOf = (
  input: Pick<PreviewFormInput | FormPairInput, "name" | "hostA" | "hostB" | "witness" | "alternate"> &
    Pick<FormPairInput, "runsVcpus" | "runsMemoryMiB" | "runsDiskMiB">,
): PairDraft => ({
  name: input.name,
  hostA: input.hostA,
  hostB: input.hostB,
  witness: input.witness,
  alternate: input.alternate,
  load: { vcpus: input.runsVcpus, memoryMiB: input.runsMemoryMiB, diskMiB: input.runsDiskMiB },
});

/** Names a warning, so that accepting it accepts no other; what is measured moves while it is read. */
export const warningKey = ({ check, field, value }: Finding): string =>
  `${check} ${field} ${typeof value === "string" ? value : ""}`.trim().slice(0, 80);

export const pairCheckView = (finding: Finding): PairCheckView => ({
  ...fieldCheckView(finding),
  source: isPairCheck(finding.check) ? SOURCE_OF_PAIR_CHECK[finding.check] : "the backend's own answer",
  key: warningKey(finding),
});

/** @throws Refusal for a warning that whoever asks has not seen */
export function refuseUnaccepted(findings: readonly Finding[], accepted: readonly string[]): void {
  const open = findings.filter((one) => hasToBeAccepted(one) && !accepted.includes(warningKey(one)));
  const [first] = open;
  if (!first) return;
  throw new Refusal({
    code: "blocked",
    message: `${countWords(open.length, "warning")} ${open.length === 1 ? "was" : "were"} not accepted: ${first.sentence}`,
    field: "accepted",
    value: open.length,
    limit: "every warning accepted by whoever asks",
    remedy: first.remedy ?? "Read it, and accept it.",
  });
}

const siteOf = ({ site, row }: FreeHost) => ({ id: site?.id ?? "", name: site?.name ?? row.observed.siteRef });

export function freeHostView(host: FreeHost, actor: Actor): FreeHostView {
  const { row, candidate } = host;
  const { version, cores, memoryMiB, diskMiB, cpuModel, pairing, retiredFrom, silentSinceMs } = row.observed;
  const barred = barredAtSite(actor, siteOf(host));
  return {
    id: row.id,
    name: row.name,
    site: siteOf(host),
    silentSinceMs: candidate.answers ? null : (silentSinceMs ?? row.firstSeenAtMs),
    ...{ version, cores, memoryMiB, diskMiB, cpuModel, pairing, retiredFrom },
    forbiddenBecause: barred && `${barred.message} ${barred.remedy}`,
  };
}

/** What would come of a pair as it is being filled in, by what was measured until now. */
export async function previewForm(
  db: Queryable,
  nowMs: number,
  input: PreviewFormInput,
  actor: Actor,
): Promise<PairFormingView> {
  const free = await readFreeHosts(db, nowMs);
  const world = formingWorld(free, adapterOf(free, [input.hostA, input.hostB]));
  const findings = admitPair(draftOf(input), world);
  const [a, b] = [input.hostA, input.hostB].map((name) => world.freeHosts.find((host) => host.name === name));
  const tasks = await db
    .select()
    .from(task)
    .where(eq(task.kind, "pair.form"))
    .orderBy(desc(task.startedAtMs))
    .limit(TASKS_SHOWN);
  const witnesses = new Map(world.freeHosts.flatMap((host) => host.witnesses).map((one) => [one.name, one.siteName]));
  const reasons = free.adapters.flatMap(({ able }) => (able?.supported === false ? [able.reason] : []));
  return {
    hosts: free.hosts.map((host) => freeHostView(host, actor)),
    witnesses: [...witnesses].map(([name, siteName]) => ({ name, siteName })),
    unsupportedBecause: free.adapters.some(({ able }) => able?.supported) ? null : (reasons[0] ?? null),
    verdict: worstVerdict(findings),
    checks: findings.map(pairCheckView),
    links:
      a && b && a !== b
        ? chosenPaths(a, b).map(({ port, toPort, switchName, rttP50Ms, bytesPerSecond }) => ({
            ...{ port, toPort, switchName, rttP50Ms, bytesPerSecond },
          }))
        : [],
    tasks: tasks.map((row) => ({
      ...taskView(row),
      cannotEndBecause:
        row.state === "running" && isFinalStep(row.step)
          ? "The witness knows the pair already: it can't be broken off any more."
          : null,
    })),
  };
}
