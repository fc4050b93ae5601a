// Run by itself: how many schedules of faults the protocol plays in a second of CPU, with every safety check after
// every step. CPU and not wall time, so that other work on the machine does not count.
import * as fc from "fast-check";
import { play } from "./fault";
import { LAW } from "./run";
import { anySchedule } from "./schedule";

const SCHEDULES = 600;
const schedules = fc.sample(anySchedule, { seed: 1, numRuns: SCHEDULES });
for (const schedule of schedules.slice(0, 50)) play(schedule, LAW); // the compiler warms up
let steps = 0;
const began = process.cpuUsage();
for (const schedule of schedules) steps += play(schedule, LAW).steps;
const { user, system } = process.cpuUsage(began);
const seconds = (user + system) / 1e6;
process.stdout.write(
  JSON.stringify([
    { what: "protocol: schedules of faults", value: SCHEDULES / seconds, unit: "/s" },
    { what: "protocol: steps, each checked", value: steps / seconds, unit: "/s" },
  ]),
);
