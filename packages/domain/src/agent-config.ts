import * as z from "zod";
import { observedSiteSchema, sideSchema } from "./observed";

const endpoint = z.object({ host: z.string().min(1), port: z.int().min(1).max(65_535) });
export type Endpoint = z.infer<typeof endpoint>;

export const tlsFilesSchema = z.object({ authority: z.string(), certificate: z.string(), key: z.string() });
export type TlsFiles = z.infer<typeof tlsFilesSchema>;

/** Departures from the default times, by name. Whoever reads it refuses a name that its protocol does not have. */
export const timingOverridesSchema = z.record(z.string(), z.int().positive());

/** A way to the partner. An availability path names its own address too, so that a heartbeat really takes that cable. */
const peerPath = z.object({
  path: z.enum(["link-a", "link-b", "management"]),
  /** The ref that both hosts and the console use for this link. */
  linkRef: z.string().min(1),
  localAddress: z.string().min(1),
  partnerAddress: z.string().min(1),
  /** Both agents listen on this port of their own address on the path. */
  port: z.int().min(1).max(65_535),
  /** The network device of the path on this host. */
  device: z.string().min(1),
});

/** What a machine boots from, by the name that a definition's `image` uses. */
export const imageSchema = z.discriminatedUnion("kind", [
  /** A kernel and an initrd from the host, with a blank disk. {name}, {ip} and {mac} are filled in. */
  z.object({ kind: z.literal("kernel"), kernel: z.string(), initrd: z.string(), commandLine: z.string() }),
  /** A raw disk image that is copied once, when the machine is made. */
  z.object({ kind: z.literal("disk"), file: z.string() }),
]);

/**
 * The JSON file that `agent <file>` is started with. One agent a host; paths are absolute.
 * Replication (NBD) goes to `replication.partnerAddress`, which is on neither cable: the kernel routes it by link-a and,
 * when that one has no carrier or the agent withdraws the route, by link-b, under the same TCP connection.
 */
export const agentConfigSchema = z.object({
  pairRef: z.string().min(1),
  pairName: z.string().min(1),
  side: sideSchema,
  host: z.object({ ref: z.string().min(1), name: z.string().min(1), siteRef: z.string().min(1) }),
  partner: z.object({ ref: z.string().min(1), name: z.string().min(1), siteRef: z.string().min(1) }),
  sites: z.array(observedSiteSchema),
  capacity: z.object({ cores: z.int().positive(), memoryMiB: z.int().positive() }),
  /** Everything durable: state, journal, disks, sockets, pid files. */
  stateDirectory: z.string().min(1),
  tls: tlsFilesSchema,
  /** Where the controller connects to. */
  controller: endpoint,
  peer: z.object({ paths: z.array(peerPath).min(1) }),
  replication: z.object({
    localAddress: z.string().min(1),
    partnerAddress: z.string().min(1),
    /** Ports from here on, one for each machine. */
    firstPort: z.int().min(1).max(65_535),
  }),
  witnesses: z.array(
    endpoint.extend({
      ref: z.string().min(1),
      name: z.string().min(1),
      siteName: z.string(),
      preferred: z.boolean(),
      independent: z.boolean(),
    }),
  ),
  /** Guests' taps are attached to this bridge. */
  lanBridge: z.string().min(1),
  qemu: z.object({
    system: z.string().default("qemu-system-x86_64"),
    storageDaemon: z.string().default("qemu-storage-daemon"),
    accelerator: z.enum(["tcg", "kvm"]).default("tcg"),
    machine: z.string().default("pc-i440fx-7.2"),
    cpu: z.string().default("qemu64"),
  }),
  images: z.record(z.string(), imageSchema),
  timing: timingOverridesSchema.default({}),
  log: z.object({ level: z.enum(["debug", "info", "warn", "error"]).default("info") }).default({ level: "info" }),
});
export type AgentConfig = z.infer<typeof agentConfigSchema>;
