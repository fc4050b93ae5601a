import * as z from "zod";
import { commandSchema } from "./command";
import {
  hostRecordSchema,
  loadSchema,
  observedHostSchema,
  observedLinkSchema,
  observedSiteSchema,
  observedTaskSchema,
  observedVmSchema,
  protectionSchema,
  registerSchema,
  sideSchema,
} from "./observed";
import { REFUSAL_CODES } from "./refusal";
import { INSTANCE_STATES, LEASE_STATES, MIRROR_LEG_STATES, REPLICATION_STATES } from "./state";

/**
 * What a controller and the agent of one host say to each other.
 *
 * Transport: TLS 1.3 over TCP, certificates on both sides (certificate-identity.ts; the agent answers `controller` only),
 * then frames: one JSON object a line, UTF-8, at most MAX_FRAME_BYTES. A longer or malformed line ends the connection.
 *
 * The controller sends requests with ids of its own choice; the agent answers each exactly once, in any order:
 *   → {"id":1,"ask":"hello","version":1}            ← {"id":1,"answer":{…AgentHello}}
 *   → {"id":2,"ask":"watch","afterSequence":41}     ← {"id":2,"answer":{}}, then WatchFrames on the same connection
 *   → {"id":3,"ask":"execute","taskKey":"…","command":{…}}  ← {"id":3,"answer":{…ObservedTask}} or {"id":3,"refusal":{…}}
 *   → {"id":2,"ask":"screen","vmRef":"…"}           ← {"id":2,"answer":{}}, and from then on no frames any more, both ways:
 *                                                     the connection carries the bytes of the machine's screen (RFB)
 *
 * `hello` comes first; another version is refused with "unsupported". There is one watch a connection.
 * A watch starts with the journal records after `afterSequence`, in pages of at most RECORDS_PER_FRAME, with `view` null,
 * and ends its beginning with a frame that has a whole view. From then on a frame comes at every change (at most ten a
 * second, changes in between are folded) and at least one a second: a sign of life has view null and no records.
 * A view is always whole: it replaces the previous one. Records are gapless and in order, never twice on one watch.
 *
 * `execute` answers once the command is durable on that host, or refuses with the codes of refusal.ts. The same taskKey
 * again answers with the task as it stands. Progress comes in `view.tasks`; a finished task stays there for at least
 * TASK_KEPT_MS. Commands about a machine go to the agent of its active side; an agent that is not the owner refuses with
 * "conflict" and `value` = the side that is. `vm.create` goes to the side the machine shall start on.
 *
 * `screen` is the last request of its connection, which watches nothing: it is asked on one of its own, and only where
 * `hello` says that it is known. The controller sends nothing more until it is answered. The agent of the host where the
 * machine runs answers; any other refuses as above. The connection ends when the machine's process does.
 */
export const AGENT_WIRE_VERSION = 1;
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;
export const RECORDS_PER_FRAME = 500;
export const TASK_KEPT_MS = 60_000;

const id = z.number().int().nonnegative();
const ref = z.string().min(1);
const atMs = z.number().int().nonnegative();
const count = z.number().int().nonnegative();

export const agentRequestSchema = z.discriminatedUnion("ask", [
  z.object({ id, ask: z.literal("hello"), version: z.number().int() }),
  z.object({ id, ask: z.literal("watch"), afterSequence: count }),
  z.object({ id, ask: z.literal("execute"), taskKey: z.string().min(1).max(200), command: commandSchema }),
  z.object({ id, ask: z.literal("screen"), vmRef: ref }),
]);
export type AgentRequest = z.infer<typeof agentRequestSchema>;

export const refusalDetailSchema = z.object({
  code: z.enum(REFUSAL_CODES),
  message: z.string(),
  field: z.string().optional(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  limit: z.string().optional(),
  remedy: z.string().optional(),
});

export const agentHelloSchema = z.object({
  version: z.number().int(),
  product: z.string(),
  pairRef: ref,
  side: sideSchema,
  hostRef: ref,
  /** Changes each time the agent starts. */
  incarnation: z.string().min(1),
  /**
   * The name of this host's journal, used as `source` of its records: the host's ref and an id that was drawn when the
   * journal file was made. A host that lost its disk thus begins a new source at sequence 1, it never rewrites an old one.
   */
  journal: ref,
  /** The newest sequence in the journal; 0 while it is empty. */
  lastSequence: count,
  /** Whether it knows the request `screen`. Agents of before do not say, and do not. */
  screens: z.boolean().default(false),
});
export type AgentHello = z.infer<typeof agentHelloSchema>;

/** What a host knows of one machine. Facts about its own copy are first-hand; `partner*` are what its partner told it. */
export const hostVmViewSchema = z.object({
  ref,
  name: z.string().min(1),
  vcpus: count,
  memoryMiB: count,
  diskMiB: count,
  mac: z.string(),
  ip: z.string().nullable(),
  guest: z.enum(["linux", "windows", "other"]),
  /** What has a default came later; a host of an older version does not send it. */
  passthroughDevices: observedVmSchema.shape.passthroughDevices,
  /** Grows with every change of the definition or of what is declared: the higher one is the truth. */
  specVersion: count,
  desiredPower: z.enum(["on", "off"]),
  declared: protectionSchema,
  role: z.enum(["active", "standby", "none"]),
  register: registerSchema.nullable(),
  /** Of this host; null where this host has no instance and none is due. */
  instance: z.enum(INSTANCE_STATES).nullable(),
  /** The copy of the disk on this host. */
  leg: z.enum(MIRROR_LEG_STATES),
  /** The last epoch in which that copy was in sync; null where it never was, or where that is not known any more. */
  legGeneration: count.nullable().default(null),
  /** The partner's copy as far as this host can tell: the active side knows what its mirror reached. */
  partnerLeg: z.enum(MIRROR_LEG_STATES),
  replication: z.enum(REPLICATION_STATES),
  outOfSyncBytes: count,
  totalBytes: count,
  resyncBytesPerSecond: z.number().nonnegative(),
  resyncSinceMs: atMs.nullable(),
  /** Two histories of it exist; nothing of it is started or overwritten here. Agents of before do not say. */
  splitBrain: z.boolean().default(false),
  /** This copy waits for a person to say whether it or the partner's is right. Agents of before do not say. */
  undecided: z.boolean().default(false),
  held: z.boolean(),
  standbySynchronized: z.boolean(),
  standbyLagMs: z.number().nonnegative().nullable(),
  load: loadSchema,
});
export type HostVmView = z.infer<typeof hostVmViewSchema>;

export const hostWitnessViewSchema = z.object({
  ref,
  name: z.string().min(1),
  siteName: z.string(),
  endpoint: z.string(),
  preferred: z.boolean(),
  /** The term in which this host asks it for registers; null where it asks another one. */
  seatTerm: z.int().nonnegative().nullable(),
  independent: z.boolean(),
  reachable: z.boolean(),
  rttMs: z.number().nonnegative().nullable(),
  /** Wall clock of the last request that was sent to it. */
  atMs,
});
export type HostWitnessView = z.infer<typeof hostWitnessViewSchema>;

/** Everything one host knows of its pair, from where it stands. */
export const hostViewSchema = z.object({
  atMs,
  pairRef: ref,
  pairName: z.string().min(1),
  side: sideSchema,
  /** Sites of this pair that this host has in its configuration: its own, its partner's, the witness's. */
  sites: z.array(observedSiteSchema),
  host: observedHostSchema,
  partner: z.object({
    hostRef: ref,
    name: z.string().min(1),
    siteRef: ref,
    /** alive: heartbeats come. suspect: some are missing. dead: missing for haDeadMs on every path. fenced: confirmed off. never: not heard since this agent began. */
    contact: z.enum(["alive", "suspect", "dead", "fenced", "never"]),
    /** Planned work, as it last said itself: its silence is no surprise. */
    inMaintenance: z.boolean().default(false),
    lastHeartbeatAtMs: atMs.nullable(),
  }),
  /** Both hosts name the same link by the same ref. */
  links: z.array(observedLinkSchema),
  witnesses: z.array(hostWitnessViewSchema),
  designatedSurvivor: sideSchema.nullable(),
  /** Of this host; null where it owns no machine. */
  lease: z.enum(LEASE_STATES).nullable().default("Unknown"),
  vms: z.array(hostVmViewSchema),
  tasks: z.array(observedTaskSchema),
});
export type HostView = z.infer<typeof hostViewSchema>;

export const watchFrameSchema = z.object({
  /** The id of the watch request. */
  watch: id,
  /** Newest journal sequence the watcher has after this frame. */
  sequence: count,
  view: hostViewSchema.nullable(),
  records: z.array(hostRecordSchema),
});
export type WatchFrame = z.infer<typeof watchFrameSchema>;

/** Answers are told from watch frames by their `id`. `answer` is parsed by the schema of what was asked. */
export const agentAnswerSchema = z.union([
  z.object({ id, answer: z.unknown() }).refine((frame) => frame.answer !== undefined, "an answer has a value"),
  z.object({ id, refusal: refusalDetailSchema }),
]);
export type AgentAnswer =
  | { id: number; answer: unknown }
  | { id: number; refusal: z.infer<typeof refusalDetailSchema> };
export const executeAnswerSchema = observedTaskSchema;
