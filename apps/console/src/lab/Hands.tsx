import { Button } from "@v-available/ui/Button";
import { type JSX, useId, useState } from "react";
import styles from "./Hands.module.css";
import type { HandAct } from "./run/message";
import type { RunView } from "./run/use-run";

export type Breakable = RunView["frame"]["stage"]["breakable"][number];

/** What people think of first; the rest of the catalogue is chosen by name. */
const AT_HAND: ReadonlySet<Breakable["fault"]> = new Set([
  "host-power-loss",
  "host-crash",
  "disk-failed",
  "availability-link",
  "availability-links",
  "partition",
  "witness-lost",
  "guest-crash",
  "site-power",
]);

/**
 * What can be broken at one place of the drawing, and mended again where it holds.
 * @param here what the catalogue calls the place itself: its box says that already
 * @param name what the page calls it
 */
export function Hands({
  here,
  name,
  breakable,
  onAct,
}: {
  here: string;
  name: string;
  breakable: readonly Breakable[];
  onAct: (act: HandAct) => void;
}): JSX.Element {
  const atHand = breakable.filter(({ fault, holds }) => holds || AT_HAND.has(fault));
  const others = breakable.filter((one) => !atHand.includes(one));
  return (
    <>
      <p className={styles.hands}>
        {atHand.map((one) => (
          <button
            key={keyOf(one)}
            type="button"
            aria-pressed={one.clearLabel === null ? undefined : one.holds}
            onClick={() => onAct({ fault: one.fault, subjectRef: one.subjectRef, ends: one.holds })}
          >
            {one.holds ? one.clearLabel : one.label}
            <Subject of={one} here={here} />
          </button>
        ))}
      </p>
      {others.length > 0 ? <Others here={here} name={name} breakable={others} onAct={onAct} /> : null}
    </>
  );
}

/** Its box says where it is; who does not see the box is told all of it. */
function Subject({ of: { subjectLabel }, here }: { of: Breakable; here: string }): JSX.Element {
  const part = partAt(here, subjectLabel);
  return (
    <>
      <span className="vh"> {subjectLabel}</span>
      {part === "" ? null : (
        <span className={styles.subject} aria-hidden="true">
          {" "}
          {part}
        </span>
      )}
    </>
  );
}

const partAt = (here: string, label: string): string =>
  label === here ? "" : label.startsWith(`${here}, `) ? label.slice(here.length + 2) : label;

const keyOf = ({ fault, subjectRef }: Breakable): string => `${fault} ${subjectRef}`;

function Others({ here, name, breakable, onAct }: Parameters<typeof Hands>[0]): JSX.Element {
  const id = useId();
  const [chosen, setChosen] = useState("");
  const one = breakable.find((each) => keyOf(each) === chosen);
  const labels = [...new Set(breakable.map(({ label }) => label))];
  return (
    <form
      className={styles.others}
      onSubmit={(event) => {
        event.preventDefault();
        if (one) onAct({ fault: one.fault, subjectRef: one.subjectRef, ends: false });
      }}
    >
      <label className="vh" htmlFor={id}>
        Something else for {name}
      </label>
      <select id={id} value={one ? chosen : ""} onChange={(event) => setChosen(event.target.value)}>
        <option value="">Something else…</option>
        {labels.map((label) => {
          const subjects = breakable.filter((each) => each.label === label);
          const only = subjects.length === 1 ? subjects[0] : undefined;
          return only ? (
            <option key={label} value={keyOf(only)}>
              {[label, partAt(here, only.subjectLabel)].filter(Boolean).join(": ")}
            </option>
          ) : (
            <optgroup key={label} label={label}>
              {subjects.map((each) => (
                <option key={keyOf(each)} value={keyOf(each)}>
                  {partAt(here, each.subjectLabel)}
                </option>
              ))}
            </optgroup>
          );
        })}
      </select>
      {one ? (
        <Button small type="submit">
          Do it
        </Button>
      ) : null}
    </form>
  );
}
