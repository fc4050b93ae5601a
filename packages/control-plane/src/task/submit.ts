import type { Queryable } from "@v-available/db/database";
import { task } from "@v-available/db/schema/task";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { PERMISSION_OF_COMMAND } from "@v-available/domain/role";
import type { Command } from "@v-available/orchestrator/command";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { and, eq, inArray } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authorise, authoriseIntent } from "../authorise";
import type { Environment } from "../environment";
import { type FactWriter, writeFacts } from "../ledger";
import type { TaskView } from "../view/task";
import { type TaskRecord, writeTask } from "../watch/task";
import { taskView } from "./row";

/** What verbs have: the environment, and the backends that carry things out. */
export interface VerbKit extends Environment {
  readonly orchestrators: readonly Orchestrator[];
  /** Where the backend is asked by another process: waits until that one has, and answers the task as it then is. */
  readonly untilTaken?: (row: TaskRecord) => Promise<TaskRecord>;
  /** Told where the database failed in the midst of it: a task may be written down that nobody has asked for. */
  readonly cutShort?: (() => void) | undefined;
}

export interface Intent {
  readonly adapter: string;
  readonly command: Command;
  /** "Protect erp-db at Fault Tolerance": no full stop. */
  readonly title: string;
  readonly subject: {
    readonly kind: "vm" | "host" | "pair";
    readonly id: string | null;
    readonly ref: string;
    readonly name: string;
  };
  /** Null for what is a pair only once it is made: then whoever asks acts at all of these sites. */
  readonly pairId: string | null;
  readonly siteIds?: readonly string[];
  /** What the audit log says it is, and what it was asked to be. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Carries out an intent once, whatever dies on the way. The task and its line on the record are written before the
 * backend is asked; the backend knows the key, so asking again does nothing twice.
 * @param admit judges the intent on the facts of this moment, under the lock of the writers; it throws a Refusal
 */
export async function submit(...asked: Parameters<typeof writeAndAsk>): Promise<TaskView> {
  try {
    return await writeAndAsk(...asked);
  } catch (error) {
    if (!(error instanceof Refusal)) asked[0].cutShort?.();
    throw error;
  }
}

async function writeAndAsk(
  kit: VerbKit,
  deed: ActorDeed,
  kind: Command["kind"],
  taskKey: string,
  admit: (db: Queryable, nowMs: number) => Promise<Intent>,
): Promise<TaskView> {
  const actor = deed.by;
  authorise(actor, PERMISSION_OF_COMMAND[kind]);
  const { row, known } = await perform(kit, deed, async (writer) => {
    const [before] = await writer.db.select().from(task).where(eq(task.taskKey, taskKey));
    if (before) {
      if (before.kind !== kind) throw keyUsed(before);
      return {
        answer: { row: before, known: true },
        before: null,
        after: null,
        outcome: "unchanged",
        taskId: before.id,
      };
    }
    const intent = await admit(writer.db, writer.nowMs);
    await authoriseIntent(writer.db, actor, intent);
    const made = writeIntent(writer, intent, { taskKey, by: actor.name, isOwn: isOwn(kit, intent.adapter) });
    await writer.db.insert(task).values(made);
    const { before: was, after: wanted } = intent;
    return { answer: { row: made, known: false }, before: was, after: wanted, outcome: "asked", taskId: made.id };
  });
  if (known && (row.taken || row.state !== "running")) return answer(row);
  return answer(await carryOut(kit, row));
}

const isOwn = ({ orchestrators }: VerbKit, adapter: string): boolean =>
  orchestrators.some(({ name }) => name === adapter);

interface Asking {
  readonly taskKey: string;
  /** Who wants it, in words. */
  readonly by: string;
  /** This process asks the backend itself. */
  readonly isOwn: boolean;
  /** What somebody decided before, where the control plane asks to carry that out; else a person asks now. */
  readonly causeEventId?: string;
}

/** The line on the record, and the row of the task, which the caller inserts. */
export function writeIntent(
  writer: FactWriter,
  { adapter, command, title, subject, pairId }: Intent,
  { taskKey, by, isOwn, causeEventId }: Asking,
): TaskRecord {
  const id = writer.newId();
  const asked = writer.append({
    atMs: writer.nowMs,
    type: command.kind,
    actor: causeEventId === undefined ? "operator" : "control-plane",
    actorName: causeEventId === undefined ? by : "v-Available",
    sentence: `${by} asked: ${title}.`,
    adapter,
    subject,
    pairId,
    vmIds: machinesOf(subject),
    taskId: id,
    causeEventId: causeEventId ?? null,
  });
  writer.touch("task", id);
  return {
    id,
    revision: writer.revision,
    taskKey,
    adapter,
    kind: command.kind,
    title,
    command,
    taken: false,
    subjectKind: subject.kind,
    subjectRef: subject.ref,
    subjectId: subject.id,
    subjectName: subject.name,
    state: "running",
    step: isOwn ? "ask the hosts" : "wait for a controller",
    progressRatio: 0,
    etaAtMs: null,
    refusal: null,
    startedAtMs: writer.nowMs,
    endedAtMs: null,
    startedBy: by,
    askedEventId: asked.id,
  };
}

const answer = (row: TaskRecord): TaskView => {
  if (row.state === "failed" && row.refusal) throw new Refusal(asFilledIn(row.refusal));
  return taskView(row);
};

/** A backend speaks of the fields of its command; a person filled in "image", not "definition.image". */
const asFilledIn = (refusal: RefusalDetail): RefusalDetail =>
  refusal.field === undefined ? refusal : { ...refusal, field: refusal.field.replace(/^definition\./, "") };

const machinesOf = ({ kind, id }: Intent["subject"]): string[] => (kind === "vm" && id !== null ? [id] : []);

const keyUsed = (before: TaskRecord) =>
  new Refusal({
    code: "conflict",
    message: `This task key was used already, to ${before.title.charAt(0).toLowerCase()}${before.title.slice(1)}.`,
    field: "taskKey",
    value: before.taskKey,
    remedy: "Use a new key for a new task.",
  });

/** Asks the backend and writes down what it answered; a refusal ends the task. */
export async function carryOut(kit: VerbKit, row: TaskRecord): Promise<TaskRecord> {
  const orchestrator = kit.orchestrators.find(({ name }) => name === row.adapter);
  if (!orchestrator) {
    if (kit.untilTaken) return kit.untilTaken(row);
    throw new Error(`no orchestrator named ${row.adapter}`);
  }
  let seen: Parameters<typeof writeTask>[2];
  try {
    seen = await orchestrator.execute(row.command as Command, row.taskKey);
  } catch (error) {
    seen = { state: "failed", step: row.step, progressRatio: 0, etaAtMs: null, refusal: refusalFor(kit, row, error) };
  }
  return writeFacts(kit, async (writer) => {
    const [now] = await writer.db.select().from(task).where(eq(task.id, row.id));
    // The watch may have heard of its progress before the answer was here: what it wrote is newer.
    if (!now || now.taken) return now ?? row;
    return writeTask(writer, now, seen, null);
  });
}

function refusalFor(kit: VerbKit, row: TaskRecord, error: unknown): NonNullable<TaskRecord["refusal"]> {
  if (error instanceof Refusal) return error.detail;
  kit.log.error(`The adapter ${row.adapter} has a defect.`, { task: row.title, error: String(error) });
  return {
    code: "failed",
    message: `The adapter failed by a defect of its own; whether this was begun shows at ${row.subjectName}: ${row.title}.`,
    remedy: "The log of the console has the details.",
  } satisfies RefusalDetail;
}

/** What somebody wanted so long ago may not be wanted any more: it is not done behind their back. */
const MAY_WAIT_MS = 600_000;
const WAITED_TOO_LONG: RefusalDetail = {
  code: "unreachable",
  message: "It waited longer than ten minutes for a controller and is not asked for any more.",
  remedy: "Look at the machine as it is now, and ask again if it is still wanted.",
};

/**
 * Asks the backend for tasks that it does not have yet: those of consoles that do not reach it themselves, and those
 * that were written down when a process died before it asked.
 */
export async function carryOutPending(kit: VerbKit): Promise<void> {
  const names = kit.orchestrators.map(({ name }) => name);
  if (names.length === 0) return;
  const pending = await kit.db.read((db) =>
    db
      .select()
      .from(task)
      .where(and(eq(task.taken, false), eq(task.state, "running"), inArray(task.adapter, names))),
  );
  for (const row of pending) {
    if (kit.clock.nowMs() - row.startedAtMs <= MAY_WAIT_MS) await carryOut(kit, row);
    else
      await writeFacts(kit, (writer) =>
        writeTask(writer, row, { ...row, state: "failed", refusal: WAITED_TOO_LONG }, null),
      );
  }
}
