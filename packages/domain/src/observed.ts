import * as z from "zod";
import { FAULT_KINDS } from "./fault-kind";
import { heedSchema } from "./heed";
import {
  HOST_STATES,
  INCIDENT_PHASES,
  INSTANCE_STATES,
  LEASE_STATES,
  LINK_KINDS,
  LINK_STATES,
  MIRROR_LEG_STATES,
  REPLICATION_STATES,
  SEVERITIES,
  SIDES,
  TASK_STATES,
} from "./state";

/**
 * What an orchestrator says about the world: facts as observed, never judgements. Headline states, pair states, alarms
 * and incidents are derived from these. `ref` is the adapter's own name of a thing; times are wall-clock milliseconds
 * since the Unix epoch at the observer. What has a default was added later: a host of an older version does not send it,
 * and the default says that it is not known.
 */
const ref = z.string().min(1);
const atMs = z.number().int().nonnegative();
const ratio = z.number().min(0).max(1);
const count = z.number().int().nonnegative();
const perSecond = z.number().nonnegative();
const names = z.array(z.string().min(1));
export const sideSchema = z.enum(SIDES);

export const protectionSchema = z.object({
  compute: z.enum(["restart", "lockstep"]),
  mirror: z.enum(["sync", "none"]),
  separation: z.enum(["host", "site"]),
  recovery: z.union([z.literal("none"), z.object({ targetRpoMs: count })]),
});

export const observedSiteSchema = z.object({
  kind: z.literal("site"),
  ref,
  name: z.string().min(1),
  /** The heading that sites are gathered under on the map. */
  region: z.string().min(1),
  role: z.enum(["primary", "partner", "witness", "recovery"]),
  /** Where it stands, as somebody who has to go there would want it; null where nobody has said. */
  location: z.string().min(1).nullable().default(null),
  /** In degrees, north and east; null where nobody has said. */
  position: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .nullable()
    .default(null),
  /**
   * What is heard of the site itself, besides its hosts: "without-power" where a meter tells so, "silent" where nothing
   * there answers, meter or host. Null where the backend listens to hosts alone.
   */
  contact: z.enum(["heard", "without-power", "silent"]).nullable().default(null),
});
export type ObservedSite = z.infer<typeof observedSiteSchema>;

export const componentSchema = z.object({
  kind: z.enum(["dimm", "cpu", "fan", "psu", "disk", "controller", "nic"]),
  name: z.string().min(1),
  service: z.enum(["in", "at-risk", "out"]),
  faultTimesMs: z.array(atMs),
  /** Of a disk: 99 of 100 of its answers came within; null where the backend does not measure it. */
  latencyP99Ms: z.number().nonnegative().nullable().default(null),
  /** Of a disk: how much of its space is taken; null where the backend does not say. */
  usedRatio: ratio.nullable().default(null),
  /** Of a processor: its clock, of the one that it is made for; null where the backend does not say. */
  clockRatio: ratio.nullable().default(null),
});
export type Component = z.infer<typeof componentSchema>;

export const observedHostSchema = z.object({
  kind: z.literal("host"),
  ref,
  name: z.string().min(1),
  siteRef: ref,
  pairRef: ref,
  side: sideSchema,
  state: z.enum(HOST_STATES),
  cores: count,
  memoryMiB: count,
  usedCores: z.number().nonnegative(),
  usedMemoryMiB: count,
  cpuModel: z.string(),
  /** Names as the host's system has them ("avx2"), sorted; null where the backend does not say. */
  cpuFeatures: names.nullable().default(null),
  watchdog: z.enum(["armed", "disarmed", "absent"]),
  /** Its wall clock against its time source, and whether it has not stepped lately; null where the backend does not say. */
  clock: z.object({ offsetMs: z.number(), steady: z.boolean() }).nullable().default(null),
  upSinceMs: atMs.nullable(),
  lastHeartbeatAtMs: atMs.nullable(),
  heartbeatMs: count,
  components: z.array(componentSchema),
});
export type ObservedHost = z.infer<typeof observedHostSchema>;

export const observedLinkSchema = z.object({
  kind: z.literal("link"),
  ref,
  pairRef: ref,
  linkKind: z.enum(LINK_KINDS),
  /** What both ends are plugged into, as people name it; null where that is nothing or the backend does not say. */
  switchName: z.string().min(1).nullable().default(null),
  state: z.enum(LINK_STATES),
  sinceMs: atMs,
  rttP50Ms: z.number().nonnegative().nullable(),
  rttP99Ms: z.number().nonnegative().nullable(),
  lossRatio: ratio,
  bandwidthBytesPerSecond: perSecond,
  usedBytesPerSecond: perSecond,
});
export type ObservedLink = z.infer<typeof observedLinkSchema>;

const witnessSightSchema = z.object({ reachable: z.boolean(), rttMs: z.number().nonnegative().nullable(), atMs });
export const observedWitnessSchema = z.object({
  kind: z.literal("witness"),
  ref,
  name: z.string().min(1),
  pairRef: ref,
  siteName: z.string(),
  endpoint: z.string(),
  preferred: z.boolean(),
  /** The hosts ask this one now: it holds the registers. One of a pair's witnesses at most. */
  inUse: z.boolean(),
  /** False where it shares a site or power with a host of the pair. */
  independent: z.boolean(),
  seenBy: z.object({ a: witnessSightSchema, b: witnessSightSchema }),
});
export type ObservedWitness = z.infer<typeof observedWitnessSchema>;

/**
 * A host that belongs to no pair and that the backend could make one of, with what it has measured of the ways to other
 * hosts and to witnesses.
 */
export const observedFreeHostSchema = z.object({
  kind: z.literal("free-host"),
  ref,
  name: z.string().min(1),
  siteRef: ref,
  /** Null while it answers; else what is known of it is as old as that. */
  silentSinceMs: atMs.nullable(),
  /** Of what runs the pair on it: "2.4.1". Null where it has not said. */
  version: z.string().min(1).nullable(),
  cores: count,
  memoryMiB: count,
  /** What its working disks have free for copies of machines. */
  diskMiB: count,
  cpuModel: z.string(),
  cpuFeatures: names.nullable(),
  watchdog: z.enum(["armed", "disarmed", "absent"]),
  clock: z.object({ offsetMs: z.number(), steady: z.boolean() }).nullable(),
  /** What it was asked to become, by the name of the pair; null while nobody has. */
  pairing: z.string().min(1).nullable(),
  /** The pair that it was a member of and was replaced in: its copies are old, and no pair takes them back. */
  retiredFrom: z.string().min(1).nullable(),
  /** Each way over a port of its own to a port of another host, free or of a pair, as it was measured last. */
  paths: z.array(
    z.object({
      toHostRef: ref,
      port: z.string().min(1),
      toPort: z.string().min(1),
      /** What both ports are plugged into; null where that is a cable, or nobody has said. */
      switchName: z.string().min(1).nullable(),
      rttP50Ms: z.number().nonnegative(),
      rttP99Ms: z.number().nonnegative(),
      lossRatio: ratio,
      bytesPerSecond: perSecond,
    }),
  ),
  /** Each witness that it was told of, and whether it reaches it. */
  witnesses: z.array(
    z.object({
      name: z.string().min(1),
      endpoint: z.string().min(1),
      siteName: z.string().min(1),
      /** The host that it runs on, where that is one of the hosts of the backend. */
      onHostRef: ref.nullable(),
      /** The switch behind which it stands, where that is one that the hosts' own links go through. */
      switchName: z.string().min(1).nullable(),
      rttMs: z.number().nonnegative().nullable(),
    }),
  ),
});
export type ObservedFreeHost = z.infer<typeof observedFreeHostSchema>;

const lease = z.enum(LEASE_STATES).nullable();
export const observedPairSchema = z.object({
  kind: z.literal("pair"),
  ref,
  name: z.string().min(1),
  siteRef: ref,
  hostRefs: z.object({ a: ref, b: ref }),
  /**
   * When the adapter last heard from either host, or for certain that both are down: older than the staleness bound, the
   * pair is Unknown.
   */
  observedAtMs: atMs,
  /**
   * It is heard all the time, and not told of for that alone: it is as fresh as the newest observation of its adapter says
   * that all such pairs are.
   */
  heardWithAll: z.boolean().default(false),
  /** Set while both hosts have durably agreed who goes on alone when the witness is gone. */
  designatedSurvivor: sideSchema.nullable(),
  /** Null for a host that owns no machine: there is nothing that a lease would cover. */
  leases: z.object({ a: lease, b: lease }).default({ a: "Unknown", b: "Unknown" }),
  /** Where asynchronous copies of its machines go; null where none is set up or the backend does not say. */
  recoveryTarget: z
    .object({
      siteName: z.string().min(1),
      /** All of the space that is set aside there for journals of this pair's machines, used or not. */
      journalCapacityBytes: count.nullable(),
    })
    .nullable()
    .default(null),
});
export type ObservedPair = z.infer<typeof observedPairSchema>;

/** The token of a machine at the witness: won by compare-and-set only. */
export const registerSchema = z.object({
  epoch: count,
  owner: sideSchema.nullable(),
  inSync: z.array(sideSchema),
});
export type Register = z.infer<typeof registerSchema>;

export const loadSchema = z.object({
  cpuRatio: ratio,
  dirtyBytesPerSecond: perSecond,
  writeBytesPerSecond: perSecond,
  /** 95 of 100 of its recent readings were not above this; null where nobody has read for long enough. */
  writeP95BytesPerSecond: perSecond.nullable().default(null),
});

const drillBase = {
  startedBy: z.string().min(1),
  startedAtMs: atMs,
  /** What it was started from. */
  pointAtMs: atMs,
};
/** A proof that a copy elsewhere starts, with what it took. Only one that came to its end has measured anything. */
export const drillSchema = z.discriminatedUnion("state", [
  z.object({ ...drillBase, state: z.literal("running"), step: z.string().min(1), etaAtMs: atMs }),
  z.object({
    ...drillBase,
    state: z.literal("measured"),
    endedAtMs: atMs,
    /** From the order to the first answer of the application. */
    measuredRtoMs: count,
    /** By how much the point was behind when it was ordered. */
    measuredRpoMs: count,
  }),
  z.object({ ...drillBase, state: z.literal("broken-off"), endedAtMs: atMs, reason: z.string().min(1) }),
]);

/** What one side has acknowledged since both copies were last alike, and the other side does not have. */
const historySchema = z.object({
  /** Null where the backend does not count them. */
  writes: count.nullable(),
  bytes: count.nullable(),
  /** Null where it has written nothing alone, or nobody can tell. */
  lastWriteAtMs: atMs.nullable(),
});

export const observedVmSchema = z.object({
  kind: z.literal("vm"),
  ref,
  name: z.string().min(1),
  pairRef: ref,
  vcpus: count,
  memoryMiB: count,
  diskMiB: count,
  mac: z.string(),
  ip: z.string().nullable(),
  guest: z.enum(["linux", "windows", "other"]),
  /** Devices of its host that it uses directly: "NVIDIA T4 at 0000:3b:00.0". Null where the backend does not say. */
  passthroughDevices: names.nullable().default(null),
  desiredPower: z.enum(["on", "off"]),
  declared: protectionSchema,
  /** What its hosts were given of its policy; absent where they were given nothing, or can't act on it. */
  heed: heedSchema.optional(),
  /** It is about to be restarted, and waits for its turn; absent where it does not. */
  restartWait: z
    .object({
      /** Names of the machines that it waits for; none where it only waits out its delay. */
      forNames: names,
      /** It starts then at the latest. */
      untilMs: atMs,
    })
    .optional(),
  /** The side that runs it, or ran it last. */
  activeSide: sideSchema,
  /** The last register the hosts know of. Null before the first one. */
  register: registerSchema.nullable(),
  instances: z.object({ a: z.enum(INSTANCE_STATES).nullable(), b: z.enum(INSTANCE_STATES).nullable() }),
  mirror: z.object({
    legs: z.object({ a: z.enum(MIRROR_LEG_STATES), b: z.enum(MIRROR_LEG_STATES) }),
    /** The last epoch in which each copy was in sync, which tells the newer one; null where it never was, or not known. */
    generations: z.object({ a: count.nullable(), b: count.nullable() }).default({ a: null, b: null }),
    replication: z.enum(REPLICATION_STATES),
    outOfSyncBytes: count,
    totalBytes: count,
    resyncBytesPerSecond: perSecond,
    /** When the running resync began; null when none runs. */
    resyncSinceMs: atMs.nullable(),
  }),
  /** True while writes or output wait for the token: nothing is acknowledged meanwhile. */
  held: z.boolean(),
  /**
   * Both sides have acknowledged writes that the other does not have (split brain): then neither copy is the machine before
   * a person has chosen. Null where there is one history.
   */
  histories: z
    .object({
      /** The last moment at which both copies were alike; null where the backend can't tell. */
      commonAtMs: atMs.nullable(),
      a: historySchema,
      b: historySchema,
    })
    .nullable()
    .default(null),
  /**
   * Both copies differ, and either may be the right one: the machine has been read on both sides since they were last known
   * to be alike. It goes on with one of them, and the other is neither filled nor started before a person has said which of
   * them stays. Null where nobody is asked.
   */
  undecided: z
    .object({
      /** The side whose copy waits; the machine goes on with the other one. */
      waits: sideSchema,
      foundAtMs: atMs.nullable(),
      differingBytes: count.nullable(),
      /** A person has given the other copy up for this one, and this side has yet to hear that. */
      givenUp: z.boolean(),
      /** The last moment at which both took every write; null while they still do, or where the backend can't tell. */
      commonAtMs: atMs.nullable(),
      /** What was acknowledged since on the other copy alone. */
      since: historySchema,
    })
    .nullable()
    .default(null),
  /** Of a comparison of both copies, block by block: one that runs, and what came of the last. Null where none was made. */
  comparison: z
    .object({
      running: z.object({ startedAtMs: atMs, comparedBytes: count, bytesPerSecond: perSecond }).nullable(),
      last: z.object({ endedAtMs: atMs, differingBytes: count }).nullable(),
    })
    .nullable()
    .default(null),
  /** True once the standby memory copy has had its three clean checkpoints. Only ever true at Fault Tolerance. */
  standbySynchronized: z.boolean(),
  standbyLagMs: z.number().nonnegative().nullable(),
  load: loadSchema,
  /** Asynchronous copy elsewhere; null without Disaster Recovery. */
  recoveryCopy: z
    .object({
      siteName: z.string(),
      /** How long it may have written since its newest point: what starting from that would lose. */
      lagMs: z.number().nonnegative(),
      lastPointAtMs: atMs,
      /** Older ones that it could be set back to as well, newest first. */
      earlierPointsAtMs: z.array(atMs).default([]),
      /** What waits to be sent there. Full: points were forgotten, and all that has changed is sent in their place. */
      journal: z.object({ usedBytes: count, full: z.boolean() }).nullable().default(null),
      /** Newest first; one that runs is the newest. Those of long ago are not all kept. */
      drills: z.array(drillSchema).default([]),
      /** The machine itself, while it is there and not at its pair: a person has declared that. */
      live: z
        .object({
          state: z.enum(["Starting", "Running", "Stopped"]),
          sinceMs: atMs,
          declaredBy: z.string().min(1),
          /** Only while it is on its way back to the pair. */
          failBack: z.object({ toSide: sideSchema, remainingBytes: count, bytesPerSecond: count }).nullable(),
        })
        .nullable()
        .default(null),
    })
    .nullable(),
});
export type ObservedVm = z.infer<typeof observedVmSchema>;

/** One observed thing. */
export const observedSchema = z.discriminatedUnion("kind", [
  observedSiteSchema,
  observedPairSchema,
  observedHostSchema,
  observedFreeHostSchema,
  observedLinkSchema,
  observedWitnessSchema,
  observedVmSchema,
]);
export type Observed = z.infer<typeof observedSchema>;
export type ObservedKind = Observed["kind"];

/**
 * What a host wrote into its own durable journal at the moment it happened: the raw material of the event log.
 * `source` and `sequence` are gapless per source, so a watcher that was away can tell that it has all of them.
 */
export const hostRecordSchema = z.object({
  source: ref,
  sequence: z.number().int().positive(),
  atMs,
  pairRef: ref,
  /** The moment within an incident; null for ordinary life (started by an operator, level changed …). */
  phase: z.enum(INCIDENT_PHASES).nullable(),
  /** Names the records of one root cause: every automatic action carries the root it answers (S12). */
  rootRef: z.string().nullable(),
  /** The rule of who-survives that fired, or the fault kind it diagnosed. */
  rule: z.string().nullable(),
  faultKind: z.enum(FAULT_KINDS).nullable(),
  severity: z.enum(SEVERITIES).nullable(),
  /** True on the record that says the condition is gone. */
  clears: z.boolean(),
  /** What it is about: a host, link, witness, vm or component name as the adapter refers to it. */
  subject: z.object({ kind: z.enum(["site", "pair", "host", "link", "witness", "vm", "component"]), ref }),
  vmRefs: z.array(ref),
  actor: z.enum(["host", "operator", "control-plane"]),
  /** A plain sentence in the past tense, ending with a full stop. */
  sentence: z.string().min(1),
});
export type HostRecord = z.infer<typeof hostRecordSchema>;

export const observedTaskSchema = z.object({
  /** The idempotency key that the command came with. */
  key: z.string().min(1),
  state: z.enum(TASK_STATES),
  /** The step being carried out, as a plain phrase: "copy the disk". */
  step: z.string(),
  progressRatio: ratio,
  etaAtMs: atMs.nullable(),
  refusal: z
    .object({
      code: z.string(),
      message: z.string(),
      field: z.string().optional(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
      limit: z.string().optional(),
      remedy: z.string().optional(),
    })
    .nullable(),
});
export type ObservedTask = z.infer<typeof observedTaskSchema>;
