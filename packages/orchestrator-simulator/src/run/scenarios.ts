import type { MaintenanceCommand } from "@v-available/domain/command";
import type { Fleet } from "../fleet";
import { CONSOLE_SCENARIOS } from "./console-scenarios";
import { COPY_SCENARIOS } from "./copy-scenarios";
import { DISK_SCENARIOS } from "./disk-scenarios";
import { DRILL_SCENARIOS } from "./drill-scenarios";
import { FLEET_LANES, FLEET_STAGE } from "./fleet-stage";
import { lineOf, type Scenario, type ScriptAct } from "./scenario";
import {
  BLIP,
  clear,
  HOLD,
  HOST_A,
  HOST_B,
  inject,
  onStage,
  PROTECTED_LANES,
  RESTART,
  silent,
  UNNOTICED,
} from "./scenario-words";
import { SITE_SCENARIOS } from "./site-scenarios";
import { LAB_LANES, LAB_STAGE, LAB_WITNESS } from "./stage";
import { WITNESS_SCENARIOS } from "./witness-scenarios";

/** The scenarios of the domain contract §9 that can be played so far, by name, and some of our own. */

/** A guest of 30 s and an application of 20 s. */
const REBOOT = silent(46, 56, "lost");
const crashesAt = (atMs: number, does: string) =>
  PROTECTED_LANES.map(({ target }) => lineOf(atMs, `The guest of ${target} ${does}.`, inject("guest-crash", target)));

/** The hold when the host that is worked on goes off is the longest of it; the moves are shorter. */
const PLANNED = HOLD;
const order = (kind: MaintenanceCommand["kind"], hostRef: string): ScriptAct => ({
  do: "order",
  command: { kind, hostRef },
});
/** Into maintenance, off, on again, booted after 300 s, and back. */
const workOn = (hostRef: string, atMs: number) => [
  lineOf(atMs, `${hostRef} is put into maintenance.`, order("host.enter-maintenance", hostRef)),
  lineOf(atMs + 15_000, `${hostRef} is switched off.`, inject("host-power-loss", hostRef)),
  lineOf(atMs + 30_000, `${hostRef} is switched on, and boots.`, clear("host-power-loss", hostRef)),
  lineOf(atMs + 340_000, `The maintenance of ${hostRef} is ended.`, order("host.leave-maintenance", hostRef)),
];
/** With small disks, so that the copies are whole again soon. */
const SMALL_STAGE: Fleet = {
  ...LAB_STAGE,
  machines: LAB_STAGE.machines.map((machine) => ({ ...machine, diskMiB: 4_096 })),
};

export const SCENARIOS: readonly Scenario[] = [
  {
    ...onStage,
    name: "side-by-side",
    title: "The same clients, the same pulled plug.",
    sentence:
      "Three machines answer the same clients. At zero the host they run on loses its power, and does not come back.",
    lanes: LAB_LANES,
    zero: "plug pulled",
    expect: { ft: BLIP, ha: RESTART, plain: { ...silent(110, 130, "lost"), writes: "lost" } },
    script: [
      lineOf(0, "host-a loses its power.", inject("host-power-loss", HOST_A)),
      lineOf(0, "Its host loses its power.", { do: "lose-plain-host" }),
    ],
  },
  {
    ...onStage,
    name: "pull-the-plug-active",
    title: "The active host loses its power, and comes back.",
    sentence:
      "At zero the host that runs the machines loses its power; 30 s later it has it again, boots, and its copies are filled.",
    lanes: PROTECTED_LANES,
    untilMs: 400_000,
    zero: "plug pulled",
    expect: { ft: BLIP, ha: RESTART },
    script: [
      lineOf(0, "host-a loses its power.", inject("host-power-loss", HOST_A)),
      lineOf(30_000, "host-a has power again, and boots.", clear("host-power-loss", HOST_A)),
    ],
  },
  {
    ...onStage,
    name: "pull-the-plug-standby",
    title: "The other host loses its power.",
    sentence:
      "At zero the host with the second copies loses its power. The machines hold for a moment, then go on alone.",
    lanes: PROTECTED_LANES,
    untilMs: 60_000,
    zero: "plug pulled",
    expect: { ft: HOLD, ha: HOLD },
    script: [lineOf(0, "host-b loses its power.", inject("host-power-loss", HOST_B))],
  },
  {
    ...onStage,
    name: "pull-one-availability-cable",
    title: "One of two cables is pulled.",
    sentence: "At zero one of the two availability links is cut; 30 s later it is joined again.",
    lanes: PROTECTED_LANES,
    untilMs: 60_000,
    zero: "cable pulled",
    expect: { ft: UNNOTICED, ha: UNNOTICED },
    script: [
      lineOf(0, "Availability link A is cut.", inject("availability-link", "link-lab-availability-a")),
      lineOf(30_000, "Availability link A is joined again.", clear("availability-link", "link-lab-availability-a")),
    ],
  },
  {
    ...onStage,
    name: "flapping-nic",
    title: "A port goes up and down.",
    sentence:
      "From zero one availability link is lost every 20 s. The third time it is held down, then taken out of service; the other one carries all.",
    lanes: PROTECTED_LANES,
    zero: "first loss",
    expect: { ft: UNNOTICED, ha: UNNOTICED },
    script: [
      lineOf(0, "Availability link A goes up and down.", inject("link-flapping", "link-lab-availability-a")),
      lineOf(100_000, "The port of availability link A is cleared.", clear("link-flapping", "link-lab-availability-a")),
    ],
  },
  {
    ...onStage,
    name: "pull-both-availability-cables",
    title: "Both cables are pulled.",
    sentence:
      "At zero both availability links are cut. The hosts still hear each other over management, and agree who goes on.",
    lanes: PROTECTED_LANES,
    zero: "cables pulled",
    expect: { ft: HOLD, ha: HOLD },
    script: [
      lineOf(0, "Both availability links are cut.", inject("availability-links", "lab")),
      lineOf(40_000, "Both availability links are joined again.", clear("availability-links", "lab")),
    ],
  },
  {
    ...onStage,
    name: "fork-lift",
    title: "The hosts lose each other; both see the witness.",
    sentence: "At zero every way between the hosts is cut. Both ask the witness for the token; one of them gets it.",
    lanes: PROTECTED_LANES,
    zero: "hosts parted",
    expect: { ft: HOLD, ha: HOLD },
    script: [
      lineOf(0, "Every way between the hosts is cut.", inject("partition", "lab")),
      lineOf(60_000, "The ways between the hosts are joined again.", clear("partition", "lab")),
    ],
  },
  {
    ...onStage,
    name: "pull-everything-from-a",
    title: "Every cable is pulled from the active host.",
    sentence:
      "At zero the active host hears neither its partner nor the witness. It stops itself in time; the partner takes over.",
    lanes: PROTECTED_LANES,
    zero: "cables pulled",
    expect: { ft: BLIP, ha: RESTART },
    script: [
      lineOf(0, "Every way between the hosts is cut.", inject("partition", "lab")),
      lineOf(0, "The way from host-a to the witness is cut.", inject("witness-path", `${HOST_A}/${LAB_WITNESS}`)),
    ],
  },
  ...WITNESS_SCENARIOS,
  ...CONSOLE_SCENARIOS,
  ...DISK_SCENARIOS,
  ...COPY_SCENARIOS,
  {
    ...onStage,
    name: "maintenance-with-ft-vm",
    title: "Work on the active host.",
    sentence:
      "At zero the active host is put into maintenance: its machines move to the other one while they run. It is switched off and on again, boots, and its copies are filled. Nobody is alarmed.",
    fleet: SMALL_STAGE,
    lanes: PROTECTED_LANES,
    untilMs: 400_000,
    zero: "work begins",
    expect: { ft: PLANNED, ha: PLANNED },
    script: workOn(HOST_A, 0),
  },
  {
    ...onStage,
    name: "rolling-upgrade",
    title: "Work on one host, then on the other.",
    sentence:
      "Each host is put into maintenance, switched off, and taken back in its turn. The machines run through both; never are both hosts away.",
    fleet: SMALL_STAGE,
    lanes: PROTECTED_LANES,
    untilMs: 800_000,
    zero: "first host",
    expect: { ft: PLANNED, ha: PLANNED },
    script: [...workOn(HOST_A, 0), ...workOn(HOST_B, 400_000)],
  },
  {
    ...onStage,
    name: "guest-blue-screen",
    title: "The guests themselves crash.",
    sentence:
      "At zero the operating system of each machine crashes. In lockstep both sides crash alike, so no level saves its memory: each is restarted where it is.",
    lanes: PROTECTED_LANES,
    zero: "guests crashed",
    expect: { ft: REBOOT, ha: REBOOT },
    script: crashesAt(0, "crashes"),
  },
  {
    ...onStage,
    name: "guest-crash-loop",
    title: "The guests crash again and again.",
    sentence:
      "Each guest crashes every minute. Three times it is restarted; the fourth time within an hour it is left down for a person to look at.",
    lanes: PROTECTED_LANES,
    untilMs: 260_000,
    zero: "first crash",
    expect: { ft: silent(75, 85, "not back"), ha: silent(75, 85, "not back") },
    script: [0, 60_000, 120_000, 180_000].flatMap((atMs) => crashesAt(atMs, atMs === 0 ? "crashes" : "crashes again")),
  },
  ...SITE_SCENARIOS,
  ...DRILL_SCENARIOS,
  {
    ...onStage,
    name: "by-hand",
    title: "Break anything.",
    sentence:
      "Nothing happens by itself here: pull a plug, a cable or a disk on the drawn pair, and see what the hosts do.",
    lanes: PROTECTED_LANES,
    untilMs: 300_000,
    zero: "the beginning",
    expect: { ft: UNNOTICED, ha: UNNOTICED },
    script: [],
  },
  {
    ...onStage,
    fleet: FLEET_STAGE,
    lanes: FLEET_LANES,
    name: "fleet-by-hand",
    title: "Break a fleet.",
    sentence:
      "Five pairs at two sites share one witness. Nothing happens by itself here: take the power of a site, the witness of all, or choose a pair and break what you like of it.",
    untilMs: 300_000,
    zero: "the beginning",
    expect: { ft: UNNOTICED, ha: UNNOTICED, ra: UNNOTICED, dr: UNNOTICED },
    script: [],
  },
];

export const scenarioOf = (name: string): Scenario | undefined => SCENARIOS.find((scenario) => scenario.name === name);
