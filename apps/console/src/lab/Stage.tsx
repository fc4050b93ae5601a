import type { JSX, ReactNode } from "react";
import { type Breakable, Hands } from "./Hands";
import type { HandAct } from "./run/message";
import type { RunView } from "./run/use-run";
import styles from "./Stage.module.css";

type StageView = RunView["frame"]["stage"];
type Place = "a" | "b" | "between" | "witness";

/** Where a hand would reach for it. */
function placeOf({ subjectRef, fault }: Breakable, stage: StageView): Place {
  if (fault === "witness-lost") return "witness";
  for (const side of ["a", "b"] as const)
    if (subjectRef === stage.hosts[side].name || subjectRef.startsWith(`${stage.hosts[side].name}/`)) return side;
  const machine = (["a", "b"] as const).find((side) =>
    stage.hosts[side].machines.some(({ name, active }) => active && subjectRef.includes(`-${name}-`)),
  );
  return machine ?? "between";
}

const POWER_WORDS = { on: "runs", off: "has no power", booting: "boots" } as const;

/** The pair that the run is about, drawn; each part can be broken where it is, and mended again. */
export function Stage({ stage, onAct }: { stage: StageView; onAct: (act: HandAct) => void }): JSX.Element {
  const hands = (place: Place, here: string, name = here): JSX.Element => (
    <Hands
      here={here}
      name={name}
      breakable={stage.breakable.filter((one) => placeOf(one, stage) === place)}
      onAct={onAct}
    />
  );
  const { links, witness } = stage;
  return (
    <section className={styles.stage} aria-labelledby="stage">
      <h2 id="stage">The pair, as it is now</h2>
      <p className="sub">
        Break anything by hand, also in the middle of a scenario. What you do becomes part of the run and of its link.
      </p>
      <div className={styles.drawing}>
        <div className={styles.witness} data-up={witness.up}>
          <b className="id">{witness.name}</b>{" "}
          {!witness.up
            ? "is stopped"
            : witness.seenBy.a && witness.seenBy.b
              ? "is seen by both hosts"
              : witness.seenBy.a || witness.seenBy.b
                ? `is seen by host ${witness.seenBy.a ? "A" : "B"} only`
                : "is seen by neither host"}
          {hands("witness", witness.name)}
        </div>
        <Host stage={stage} side="a">
          {hands("a", "a", stage.hosts.a.name)}
        </Host>
        <div className={styles.links}>
          {(
            [
              ["availability-a", "Availability link A"],
              ["availability-b", "Availability link B"],
              ["management", "Management"],
            ] as const
          ).map(([kind, name]) => (
            <p key={kind} className={styles.link} data-up={links[kind]} data-thin={kind === "management" || undefined}>
              <span>
                {name}, {links[kind] ? "up" : "cut"}
              </span>
            </p>
          ))}
          {hands("between", stage.pairName, "the links")}
        </div>
        <Host stage={stage} side="b">
          {hands("b", "b", stage.hosts.b.name)}
        </Host>
      </div>
    </section>
  );
}

function Host({ stage, side, children }: { stage: StageView; side: "a" | "b"; children: ReactNode }): JSX.Element {
  const host = stage.hosts[side];
  return (
    <div className={styles.host} data-power={host.power}>
      <h3>
        <b className="id">{host.name}</b> {POWER_WORDS[host.power]}
        {host.power === "on" && !host.agentUp ? ", its agent is away" : ""}
      </h3>
      <ul>
        {host.machines.map(({ name, instance, copy, active }) => (
          <li key={name} data-active={(active && instance !== null) || undefined}>
            <b className="id">{name}</b> {instance ?? "no process"}; copy {copy}
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}
