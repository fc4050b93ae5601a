import { dialStopOf } from "@v-available/domain/level";
import { asHeard, copiedRatio, isResyncing, isStale } from "@v-available/domain/pair-facts";
import { protectionOf } from "@v-available/domain/protection";
import type { PicturedPair, PicturedVm } from "../query/picture";
import type { Headline } from "../view/headline";
import type { MachineRow } from "../view/machine";

export const headlineOf = ({ row: machine, protection, exposedSinceMs }: PicturedVm, pair: PicturedPair): Headline => ({
  state: protection.state,
  was: isStale(pair.facts) ? protectionOf(machine.observed, asHeard(pair.facts)).state : protection.state,
  effective: protection.effective,
  reason: protection.reason,
  next: protection.next,
  etaAtMs: protection.etaAtMs,
  exposedSinceMs,
  observedAtMs: pair.row.heardAtMs,
});

export function machineRow(machine: PicturedVm, pair: PicturedPair): MachineRow {
  const { row, protection } = machine;
  const { observed } = row;
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    adapter: row.adapter,
    pair: { id: pair.row.id, name: pair.row.name },
    site: { id: pair.site?.id ?? "", name: pair.site?.name ?? pair.row.siteRef },
    region: pair.site?.observed.region ?? "",
    hosts: { a: pair.hosts.a?.name ?? "host A", b: pair.hosts.b?.name ?? "host B" },
    vcpus: observed.vcpus,
    memoryMiB: observed.memoryMiB,
    diskMiB: observed.diskMiB,
    mac: observed.mac,
    ip: observed.ip,
    guest: observed.guest,
    desiredPower: observed.desiredPower,
    power: protection.power,
    declared: observed.declared,
    declaredStop: dialStopOf(observed.declared),
    activeSide: observed.activeSide,
    instances: observed.instances,
    legs: observed.mirror.legs,
    resyncRatio: isResyncing(observed) ? copiedRatio(observed) : null,
    held: observed.held,
    standbySynchronized: observed.standbySynchronized,
    standbyLagMs: observed.standbyLagMs,
    load: observed.load,
    headline: headlineOf(machine, pair),
  };
}
