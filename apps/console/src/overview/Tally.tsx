import type { Tone } from "@v-available/domain/label";
import type { DialStop } from "@v-available/domain/level";
import type { JSX } from "react";
import type { AgedMachine, AgedSite } from "./aged-fleet";
import styles from "./FleetMap.module.css";

const PITCH = 3;
const HEIGHT = 14;
const HEIGHT_OF = { unprotected: 3, "high-availability": 6, "fault-tolerance": 10 } as const satisfies Record<
  DialStop,
  number
>;

const tick = (index: number, height: number): string => `M${index * PITCH} ${HEIGHT - height}h2v${height}h-2z`;

function SiteTicks({ machines }: { machines: readonly AgedMachine[] }): JSX.Element {
  let normal = "";
  const odd = new Map<Tone, string>();
  machines.forEach((machine, index) => {
    const { tone } = machine;
    if (tone !== null) odd.set(tone, (odd.get(tone) ?? "") + tick(index, HEIGHT));
    else normal += tick(index, HEIGHT_OF[machine.declaredStop]);
  });
  const width = Math.max(1, machines.length * PITCH);
  return (
    <svg aria-hidden="true" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
      <path d={normal} fill="currentColor" />
      {[...odd].map(([tone, d]) => (
        <path key={tone} d={d} fill={`var(--${tone})`} />
      ))}
    </svg>
  );
}

/** Each machine is a tick, gathered by site. What is not as it should be stands at full height in its colour. */
export function Tally({ sites }: { sites: readonly AgedSite[] }): JSX.Element {
  return (
    <div className={styles.tally} aria-hidden="true">
      {sites.map((site) => (
        <SiteTicks key={site.id} machines={site.pairs.flatMap((pair) => pair.machines)} />
      ))}
    </div>
  );
}
