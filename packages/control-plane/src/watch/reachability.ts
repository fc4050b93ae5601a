import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import type { Capabilities } from "@v-available/orchestrator/capability";
import { eq } from "drizzle-orm";
import type { Environment } from "../environment";
import { writeFacts } from "../ledger";
import { endFault, newDiagnosis, raiseFault } from "./diagnosis";
import { type Memory, subjectKey } from "./memory";
import { writeDiagnosis } from "./write-batch";

interface Adapter {
  readonly name: string;
  readonly product: string;
}

const subjectOf = ({ name, product }: Adapter) => ({ kind: "adapter" as const, ref: name, id: null, name: product });
const KIND = "orchestrator-unreachable";

/** The adapter has a row before anything is known of it, so that a page can say that it was never heard. */
export async function registerAdapter({ db }: Environment, { name, product }: Adapter): Promise<void> {
  await db.transaction((tx) =>
    tx
      .insert(adapterWatch)
      .values({ adapter: name, product, revision: 0, reachable: false, problem: "Not heard from yet." })
      .onConflictDoUpdate({ target: adapterWatch.adapter, set: { product } }),
  );
}

/** It answers: what it can do is written down, and the fault that it did not is over. */
export function tellReachable(
  environment: Environment,
  adapter: Adapter,
  memory: Memory,
  capabilities: Capabilities,
): Promise<void> {
  return writeFacts(environment, async (writer) => {
    await writer.db
      .update(adapterWatch)
      .set({ reachable: true, problem: null, capabilities, revision: writer.revision })
      .where(eq(adapterWatch.adapter, adapter.name));
    writer.touch("adapter", adapter.name);
    const fault = memory.faults.get(subjectKey(KIND, subjectOf(adapter)));
    if (!fault) return;
    const { id } = writer.append({
      atMs: writer.nowMs,
      type: "adapter.reachable",
      actor: "control-plane",
      actorName: "v-Available",
      sentence: `The ${adapter.product} is heard again; nothing of what the hosts recorded meanwhile is missing.`,
      faultKind: KIND,
      clears: true,
      adapter: adapter.name,
      subject: subjectOf(adapter),
      causeEventId: memory.alarms.get(subjectKey(KIND, subjectOf(adapter)))?.causeEventId ?? null,
    });
    const diagnosis = newDiagnosis();
    endFault({ adapter: adapter.name, memory, writer, diagnosis }, fault, writer.nowMs, id);
    await writeDiagnosis(writer, diagnosis);
  });
}

/** It cannot be heard. The hosts go on; what is shown ages to Unknown by itself. Said once, however often it is tried. */
export async function tellUnreachable(
  environment: Environment,
  adapter: Adapter,
  memory: Memory,
  problem: string,
): Promise<void> {
  const known = await environment.db.read((db) =>
    db.select().from(adapterWatch).where(eq(adapterWatch.adapter, adapter.name)),
  );
  const isKnown = known.some((row) => !row.reachable && row.problem === problem);
  if (isKnown && memory.faults.has(subjectKey(KIND, subjectOf(adapter)))) return;
  await writeFacts(environment, async (writer) => {
    await writer.db
      .update(adapterWatch)
      .set({ reachable: false, problem, revision: writer.revision })
      .where(eq(adapterWatch.adapter, adapter.name));
    writer.touch("adapter", adapter.name);
    const before = memory.faults.get(subjectKey(KIND, subjectOf(adapter)));
    if (before) return;
    const sentence = `The ${adapter.product} cannot be heard: ${problem}`;
    const { id } = writer.append({
      atMs: writer.nowMs,
      type: "adapter.unreachable",
      actor: "control-plane",
      actorName: "v-Available",
      sentence,
      severity: "minor",
      faultKind: KIND,
      adapter: adapter.name,
      subject: subjectOf(adapter),
    });
    const diagnosis = newDiagnosis();
    raiseFault(
      { adapter: adapter.name, memory, writer, diagnosis },
      {
        kind: KIND,
        severity: null,
        subject: subjectOf(adapter),
        pairId: null,
        incident: null,
        vmIds: [],
        sentence,
        atMs: writer.nowMs,
        causeEventId: id,
      },
    );
    await writeDiagnosis(writer, diagnosis);
  });
}
