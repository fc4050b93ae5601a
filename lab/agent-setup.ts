import fs from "node:fs";
import path from "node:path";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { ObservedSite } from "@v-available/domain/observed";
import { otherSide, type Side } from "@v-available/domain/state";
import type { WitnessConfig } from "@v-available/domain/witness-wire";
import { tlsFiles } from "./certificates";
import { address, type LabSettings, PORTS, type WitnessName } from "./settings";
import type { GuestFiles } from "./test-machine";

/** The configuration files of the lab's processes. */
export const IMAGE = "test-machine";
export type Timing = NonNullable<AgentConfig["timing"]>;

const hostOf = (lab: LabSettings, side: Side) => ({
  ref: `${lab.pairRef}-host-${side}`,
  name: `${lab.prefix}-${side}`,
  siteRef: `${lab.pairRef}-site`,
});

export const sitesOf = (lab: LabSettings): ObservedSite[] => [
  {
    kind: "site",
    ref: `${lab.pairRef}-site`,
    name: "Lab",
    region: "This machine",
    role: "primary",
    location: null,
    position: null,
    contact: null,
  },
  {
    kind: "site",
    ref: `${lab.pairRef}-witness-site`,
    name: "Lab witness",
    region: "This machine",
    role: "witness",
    location: null,
    position: null,
    contact: null,
  },
];

export const hostDirectory = (lab: LabSettings, side: Side) => path.join(lab.directory, `host-${side}`);
export const agentConfigFile = (lab: LabSettings, side: Side) => path.join(lab.directory, `agent-${side}.json`);
export const witnessConfigFile = (lab: LabSettings, name: WitnessName) => path.join(lab.directory, `${name}.json`);
export const qemuConfigFile = (lab: LabSettings) => path.join(lab.directory, "qemu.json");

export function agentConfig(lab: LabSettings, side: Side, guest: GuestFiles, timing: Timing): AgentConfig {
  const other = otherSide(side);
  const link = (name: "a" | "b") => ({
    path: `link-${name}` as const,
    linkRef: `${lab.pairRef}-link-${name}`,
    localAddress: address.link(name, side),
    partnerAddress: address.link(name, other),
    port: PORTS.peer,
    device: `link-${name}`,
  });
  return {
    pairRef: lab.pairRef,
    pairName: lab.prefix,
    side,
    host: hostOf(lab, side),
    partner: hostOf(lab, other),
    sites: sitesOf(lab),
    capacity: { cores: 4, memoryMiB: 4096 },
    stateDirectory: hostDirectory(lab, side),
    tls: tlsFiles(lab, `agent-${side}`),
    controller: { host: address.management(lab, side), port: PORTS.controller },
    peer: {
      paths: [
        link("a"),
        link("b"),
        {
          path: "management",
          linkRef: `${lab.pairRef}-management`,
          localAddress: address.management(lab, side),
          partnerAddress: address.management(lab, other),
          port: PORTS.peer,
          device: "mgmt",
        },
      ],
    },
    replication: {
      localAddress: address.replication(side),
      partnerAddress: address.replication(other),
      firstPort: PORTS.replication,
    },
    witnesses: lab.witnesses.map((name) => ({
      ref: `${lab.pairRef}-${name}`,
      name: `${lab.prefix}-${name}`,
      siteName: "Lab witness",
      preferred: name === "witness",
      // Everything in a lab is one computer.
      independent: false,
      host: address.witness(side, "witness"),
      port: PORTS[name],
    })),
    lanBridge: "br-lan",
    qemu: {
      system: "qemu-system-x86_64",
      storageDaemon: "qemu-storage-daemon",
      accelerator: "tcg",
      machine: "pc-i440fx-7.2",
      cpu: "qemu64",
    },
    images: {
      [IMAGE]: {
        kind: "kernel",
        ...guest,
        commandLine: "console=ttyS0 quiet panic=-1 guest.name={name} guest.ip={ip}",
      },
    },
    timing,
    log: { level: "info" },
  };
}

const witnessConfig = (lab: LabSettings, name: WitnessName, timing: Timing): WitnessConfig => ({
  stateDirectory: path.join(lab.directory, name),
  tls: tlsFiles(lab, "witness"),
  listen: { host: "0.0.0.0", port: PORTS[name] },
  timing,
  log: { level: "info" },
});

/** What the console's adapter is given: where the agents are and how it proves who it is. */
export const qemuConfig = (lab: LabSettings) => ({
  name: `qemu-${lab.prefix}`,
  tls: tlsFiles(lab, "controller"),
  sites: sitesOf(lab),
  pairs: [
    {
      ref: lab.pairRef,
      name: lab.prefix,
      siteRef: `${lab.pairRef}-site`,
      hosts: {
        a: { ...hostOf(lab, "a"), endpoint: { host: address.management(lab, "a"), port: PORTS.controller } },
        b: { ...hostOf(lab, "b"), endpoint: { host: address.management(lab, "b"), port: PORTS.controller } },
      },
    },
  ],
});

export function writeConfigurations(lab: LabSettings, guest: GuestFiles, timing: Timing): void {
  const write = (file: string, value: unknown) => fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
  for (const side of ["a", "b"] as const) {
    fs.mkdirSync(hostDirectory(lab, side), { recursive: true });
    write(agentConfigFile(lab, side), agentConfig(lab, side, guest, timing));
  }
  for (const name of lab.witnesses) {
    fs.mkdirSync(path.join(lab.directory, name), { recursive: true });
    write(witnessConfigFile(lab, name), witnessConfig(lab, name, timing));
  }
  write(qemuConfigFile(lab), qemuConfig(lab));
}
