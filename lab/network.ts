import type { Side } from "@v-available/domain/state";
import { address, type LabSettings, namespace, rootDevice } from "./settings";
import { ipBatch, run } from "./shell";

/**
 * Two hosts, a client and a witness in namespaces of their own; the switches are in another one:
 *   lan         guests and the client
 *   link-a, -b  two availability links between the hosts; replication has addresses of its own that are routed over either
 *   management  the hosts to each other, and to the console in the root namespace
 *   witness     a path of its own from each host
 */
const SIDES = ["a", "b"] as const satisfies readonly Side[];
const SWITCHES = ["lan", "link-a", "link-b", "mgmt"] as const;

/** What can be cut. A cut cable loses its carrier on both ends, as a pulled one does. */
export const CUTS = [
  "link-a",
  "link-b",
  "management",
  "management-a",
  "management-b",
  "witness-a",
  "witness-b",
  "lan-a",
  "lan-b",
  "silent-link-a",
  "silent-link-b",
] as const;
export type Cut = (typeof CUTS)[number];
/** Names for several at once. */
export const CUT_GROUPS: Readonly<Record<string, readonly Cut[]>> = {
  links: ["link-a", "link-b"],
  /** No way from A to B is left; each still sees the witness, the console and the LAN. */
  partition: ["link-a", "link-b", "management"],
  witness: ["witness-a", "witness-b"],
};

/** @returns null where nothing has that name */
export function cutsOf(name: string): readonly Cut[] | null {
  const single = CUTS.find((cut) => cut === name);
  return single === undefined ? (CUT_GROUPS[name] ?? null) : [single];
}

export async function networkUp(lab: LabSettings): Promise<void> {
  const [hub, client, witness] = [namespace(lab, "switch"), namespace(lab, "client"), namespace(lab, "witness")];
  const hosts = { a: namespace(lab, "a"), b: namespace(lab, "b") };
  const all = [hub, client, witness, hosts.a, hosts.b];
  await ipBatch(
    null,
    all.map((name) => `netns add ${name}`),
  );
  for (const name of all) await ipBatch(name, ["link set lo up"]);

  await ipBatch(
    hub,
    SWITCHES.flatMap((name) => [`link add ${name} type bridge`, `link set ${name} up`]),
  );
  for (const side of SIDES) {
    const host = hosts[side];
    const other = side === "a" ? "b" : "a";
    const plugged = SWITCHES.flatMap((name) => [
      `link add ${name} netns ${host} type veth peer name ${name}-${side} netns ${hub}`,
    ]);
    await ipBatch(null, [
      ...plugged,
      `link add witness netns ${host} type veth peer name host-${side} netns ${witness}`,
    ]);
    await ipBatch(
      hub,
      SWITCHES.map((name) => `link set ${name}-${side} master ${name} up`),
    );
    // A route over a cable without carrier counts as absent: replication moves to the other cable by itself.
    await run("ip", ["netns", "exec", host, "sysctl", "-qw", "net.ipv4.conf.all.ignore_routes_with_linkdown=1"]);
    await run("ip", ["netns", "exec", host, "sysctl", "-qw", "net.ipv4.conf.default.ignore_routes_with_linkdown=1"]);
    await ipBatch(host, [
      "link add br-lan type bridge",
      "link set br-lan up",
      "link set lan master br-lan",
      `address add ${address.management(lab, side)}/24 dev mgmt`,
      `address add ${address.link("a", side)}/24 dev link-a`,
      `address add ${address.link("b", side)}/24 dev link-b`,
      `address add ${address.witness(side, "host")}/24 dev witness`,
      `address add ${address.replication(side)}/32 dev lo`,
      ...[...SWITCHES, "witness"].map((name) => `link set ${name} up`),
      ...["a", "b"].map((link, index) =>
        [
          `route add ${address.replication(other)}/32 via ${address.link(link as Side, other)}`,
          `dev link-${link} src ${address.replication(side)} metric ${10 + 10 * index}`,
        ].join(" "),
      ),
    ]);
    await ipBatch(witness, [
      `address add ${address.witness(side, "witness")}/24 dev host-${side}`,
      `link set host-${side} up`,
    ]);
  }
  await ipBatch(null, [
    `link add lan netns ${client} type veth peer name lan-client netns ${hub}`,
    `link add ${rootDevice(lab)} type veth peer name mgmt-root netns ${hub}`,
    `address add ${address.management(lab, "root")}/24 dev ${rootDevice(lab)}`,
    `link set ${rootDevice(lab)} up`,
  ]);
  await ipBatch(hub, ["link set lan-client master lan up", "link set mgmt-root master mgmt up"]);
  await ipBatch(client, [`address add ${address.client(lab)}/24 dev lan`, "link set lan up"]);
  // Last: a network whose making was cut short has no such mark and is made anew.
  await ipBatch(null, [`link set ${rootDevice(lab)} alias ${COMPLETE}`]);
}

const COMPLETE = "complete";

/** Whether the whole network is there, and not what was left of one that was never finished. */
export async function networkExists(lab: LabSettings): Promise<boolean> {
  const devices = await run("ip", ["-o", "link", "show", "type", "veth"]);
  const own = devices.split("\n").find((line) => line.includes(` ${rootDevice(lab)}@`));
  return own?.includes(`alias ${COMPLETE}`) === true;
}

export type LabPart = "client" | "witness" | "a" | "b" | "switch";

/** The namespaces of this lab that are there. */
export async function partsOf(lab: LabSettings): Promise<LabPart[]> {
  const names = (await run("ip", ["netns", "list"])).split("\n").map((line) => line.split(" ")[0]);
  return (["client", "witness", "a", "b", "switch"] as const).filter((part) => names.includes(namespace(lab, part)));
}

/** Removes the namespaces; devices inside go with them. */
export async function networkDown(lab: LabSettings): Promise<void> {
  // The kernel would remove this end, too, but later: a lab that starts at once would meet it.
  const devices = await run("ip", ["-o", "link", "show", "type", "veth"]);
  if (devices.includes(` ${rootDevice(lab)}@`)) await run("ip", ["link", "delete", rootDevice(lab)]);
  for (const part of await partsOf(lab)) await run("ip", ["netns", "del", namespace(lab, part)]);
}

/** The cables of one host: all that a switch sees go dark when its plug is pulled. */
export async function setPlugged(lab: LabSettings, side: Side, plugged: boolean, cuts: readonly Cut[]): Promise<void> {
  const state = plugged ? "up" : "down";
  await ipBatch(
    namespace(lab, "switch"),
    SWITCHES.map((name) => `link set ${name}-${side} ${state}`),
  );
  await ipBatch(namespace(lab, "witness"), [`link set host-${side} ${state}`]);
  if (!plugged) {
    // Taps persist without their QEMU; a host that lost its power has none.
    const listed = await run("ip", ["-n", namespace(lab, side), "-o", "link", "show", "type", "tun"]);
    const taps = listed.split("\n").flatMap((line) => line.match(/^\d+: ([^:@]+)/)?.[1] ?? []);
    await ipBatch(
      namespace(lab, side),
      taps.map((tap) => `link delete ${tap}`),
    );
  } else {
    for (const cut of cuts) await setCut(lab, cut, true);
  }
}

export async function setCut(lab: LabSettings, cut: Cut, isCut: boolean): Promise<void> {
  const hub = namespace(lab, "switch");
  const state = isCut ? "down" : "up";
  switch (cut) {
    case "link-a":
    case "link-b":
      return ipBatch(
        hub,
        SIDES.map((side) => `link set ${cut}-${side} ${state}`),
      );
    case "silent-link-a":
    case "silent-link-b": {
      // The carrier stays: only the frames are gone, as behind a switch that hangs.
      const link = cut.slice("silent-".length);
      return ipBatch(
        hub,
        SIDES.map((side) => (isCut ? `link set ${link}-${side} nomaster` : `link set ${link}-${side} master ${link}`)),
      );
    }
    case "management":
      // Isolated ports reach the console but not each other.
      for (const side of SIDES) {
        await run("bridge", ["-n", hub, "link", "set", "dev", `mgmt-${side}`, "isolated", isCut ? "on" : "off"]);
      }
      return;
    case "management-a":
    case "management-b":
      return ipBatch(hub, [`link set mgmt-${cut.slice(-1)} ${state}`]);
    case "lan-a":
    case "lan-b":
      return ipBatch(hub, [`link set ${cut} ${state}`]);
    case "witness-a":
    case "witness-b":
      return ipBatch(namespace(lab, "witness"), [`link set host-${cut.slice(-1)} ${state}`]);
  }
}

/** Every process inside a namespace: for a host, that is QEMU, storage daemons, the agent and its warden. */
export async function processesIn(lab: LabSettings, part: LabPart): Promise<number[]> {
  const listed = await run("ip", ["netns", "pids", namespace(lab, part)]);
  return listed.split("\n").filter(Boolean).map(Number);
}
