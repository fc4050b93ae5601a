import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Side } from "@v-available/domain/state";
import { Sentence } from "../scripts/run/sentence.mjs";

export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/**
 * One lab. The prefix names its network namespaces and its folder, and picks its subnets, so that two labs with
 * different prefixes run side by side. Everything that must be private to a lab is derived here.
 */
export interface LabSettings {
  readonly prefix: string;
  readonly directory: string;
  readonly pairRef: string;
  /** Third octet of the two networks that can be seen from outside a namespace. */
  readonly octet: number;
  /** In the order in which the hosts prefer them. */
  readonly witnesses: readonly WitnessName[];
}

export const WITNESS_NAMES = ["witness", "alternate"] as const;
export type WitnessName = (typeof WITNESS_NAMES)[number];
export const isWitness = (name: string | undefined): name is WitnessName => WITNESS_NAMES.some((one) => one === name);

export const PORTS = {
  controller: 7443,
  peer: 7444,
  witness: 8443,
  alternate: 8444,
  replication: 10_809,
  guest: 7000,
} as const;

export function labSettings(env: NodeJS.ProcessEnv = process.env): LabSettings {
  const prefix = env.LAB_PREFIX ?? "va";
  if (!/^[a-z][a-z0-9]{0,8}$/.test(prefix)) {
    throw new Sentence(
      `LAB_PREFIX is "${prefix}"; it must be a letter and up to eight letters or digits, in lower case.`,
    );
  }
  const octet = env.LAB_OCTET === undefined ? octetOf(prefix) : Number(env.LAB_OCTET);
  if (!Number.isInteger(octet) || octet < 0 || octet > 255) {
    throw new Sentence(`LAB_OCTET is "${env.LAB_OCTET}"; it must be a whole number from 0 to 255.`);
  }
  const witnesses = Number(env.LAB_WITNESSES ?? 1);
  if (witnesses !== 1 && witnesses !== 2)
    throw new Sentence(`LAB_WITNESSES is "${env.LAB_WITNESSES}"; it must be 1, or 2 for an alternate witness, too.`);
  const directory = path.resolve(env.LAB_DIR ?? path.join(REPOSITORY, ".lab", prefix));
  return { prefix, directory, pairRef: prefix, octet, witnesses: WITNESS_NAMES.slice(0, witnesses) };
}

/** Different for different prefixes in all likelihood; LAB_OCTET settles a clash. */
function octetOf(prefix: string): number {
  let sum = 98;
  if (prefix === "va") return sum;
  for (const letter of prefix) sum = (sum * 31 + letter.charCodeAt(0)) % 251;
  return sum;
}

const number = { a: 1, b: 2 } as const satisfies Record<Side, number>;

export const namespace = (lab: LabSettings, of: "a" | "b" | "client" | "witness" | "switch") => `${lab.prefix}-${of}`;
/** The device in the root namespace through which a console reaches the agents. */
export const rootDevice = (lab: LabSettings) => `${lab.prefix}-mgmt`;

export const address = {
  management: (lab: LabSettings, of: Side | "root") => `10.98.${lab.octet}.${of === "root" ? 254 : number[of]}`,
  client: (lab: LabSettings) => `10.99.${lab.octet}.1`,
  guest: (lab: LabSettings, machine: number) => `10.99.${lab.octet}.${9 + machine}`,
  link: (link: "a" | "b", side: Side) => `10.97.${number[link]}.${number[side]}`,
  replication: (side: Side) => `10.97.0.${number[side]}`,
  witness: (side: Side, end: "host" | "witness") => `10.96.${number[side]}.${end === "host" ? 1 : 2}`,
};
