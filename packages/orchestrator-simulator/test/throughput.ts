// Run by itself: how many seconds of the demo's world a second of CPU simulates, quiet and with hosts that come and go.
import { demoFleet } from "../src/demo-fleet";
import { createSimulator } from "../src/simulator";

const VIRTUAL_MS = 5 * 60_000;

function virtualSecondsPerSecond(disturbed: boolean): number {
  const simulator = createSimulator({ seed: "bench", fleet: demoFleet(), wallMs: 0 });
  simulator.advanceTo(60_000); // everything has started
  const hosts = simulator.lab.catalogue().find(({ kind }) => kind === "host-power-loss")?.subjects ?? [];
  const began = process.cpuUsage();
  for (let minute = 0; minute < VIRTUAL_MS / 60_000; minute++) {
    const host = hosts[minute % hosts.length];
    const fault = disturbed && host ? simulator.lab.inject({ kind: "host-power-loss", subjectRef: host.ref }) : null;
    simulator.advanceTo(simulator.nowMs() + 30_000);
    if (fault) simulator.lab.clear(fault.id);
    simulator.advanceTo(simulator.nowMs() + 30_000);
  }
  const { user, system } = process.cpuUsage(began);
  return (VIRTUAL_MS * 1_000) / (user + system);
}

process.stdout.write(
  JSON.stringify([
    { what: "simulator: 12 pairs, quiet", value: virtualSecondsPerSecond(false), unit: "virtual s/s" },
    { what: "simulator: 12 pairs, a host lost each minute", value: virtualSecondsPerSecond(true), unit: "virtual s/s" },
  ]),
);
