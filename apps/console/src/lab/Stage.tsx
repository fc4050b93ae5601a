import type { JSX, ReactNode } from "react";
import { type Breakable, Hands } from "./Hands";
import styles from "./Stage.module.css";
import { type StageProps, StageSites } from "./StageSites";

type StageView = StageProps["stage"];
type DrawnPair = StageView["drawn"];
type Place = "a" | "b" | "between" | "witness";

/** Where a hand would reach for it. */
function placeOf({ subjectRef, fault }: Breakable, drawn: DrawnPair): Place {
  if (fault === "witness-lost") return "witness";
  for (const side of ["a", "b"] as const)
    if (subjectRef === drawn.hosts[side].name || subjectRef.startsWith(`${drawn.hosts[side].name}/`)) return side;
  const machine = (["a", "b"] as const).find((side) =>
    drawn.hosts[side].machines.some(({ name, active }) => active && subjectRef.includes(`-${name}-`)),
  );
  return machine ?? "between";
}

const POWER_WORDS = { on: "runs", off: "has no power", booting: "boots" } as const;

/** What the run is about, drawn; each part can be broken where it is, and mended again. */
export function Stage({ stage, onAct, onDraw }: StageProps): JSX.Element {
  const { drawn, pairs, breakable } = stage;
  const isFleet = pairs.length > 1;
  const siteRefs = new Set(isFleet ? stage.sites.map(({ ref }) => ref) : []);
  const hands = (place: Place, here: string, name = here): JSX.Element => (
    <Hands
      here={here}
      name={name}
      breakable={breakable.filter((one) => !siteRefs.has(one.subjectRef) && placeOf(one, drawn) === place)}
      onAct={onAct}
    />
  );
  const { links, witness } = drawn;
  return (
    <section className={styles.stage} aria-labelledby="stage">
      <h2 id="stage">{isFleet ? "The fleet, as it is now" : "The pair, as it is now"}</h2>
      <p className="sub">
        Break anything by hand, also in the middle of a scenario. What you do becomes part of the run and of its link.
      </p>
      {isFleet ? <StageSites stage={stage} onAct={onAct} onDraw={onDraw} /> : null}
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
        <Host host={drawn.hosts.a}>{hands("a", "a", drawn.hosts.a.name)}</Host>
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
          {hands("between", drawn.name, "the links")}
        </div>
        <Host host={drawn.hosts.b}>{hands("b", "b", drawn.hosts.b.name)}</Host>
      </div>
    </section>
  );
}

function Host({ host, children }: { host: DrawnPair["hosts"]["a"]; children: ReactNode }): JSX.Element {
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
