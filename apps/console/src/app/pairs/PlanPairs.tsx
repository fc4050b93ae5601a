"use client";
import { consolidate } from "@v-available/domain/consolidation";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type JSX, useState } from "react";
import styles from "./PlanPairs.module.css";
import { labelOf, PLAN_FIELDS, planOf, planWords, type TypedPlan, wrongWith } from "./plan-words";

const FIRST: TypedPlan = { servers: "50", used: "30", alone: "80", faultTolerant: "20" };

/** How many pairs the work of servers needs, counted with one host of each pair lost. */
export function PlanPairs({ onClose }: { onClose: () => void }): JSX.Element {
  const [typed, setTyped] = useState(FIRST);
  const plan = planOf(typed);
  const words = plan && planWords(consolidate(plan));
  return (
    <Dialog
      open
      onClose={onClose}
      title="Plan pairs for servers"
      description="How many pairs carry their work, also while one host of a pair is lost. Counted in processor time of hosts like those of the pairs; memory and disks are not in it."
    >
      <div className={styles.form}>
        {PLAN_FIELDS.map((field) => (
          <Field key={field} label={labelOf(field)} error={wrongWith(field, typed[field])}>
            {(control) => (
              <input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                value={typed[field]}
                onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className={styles.answer} aria-live="polite">
        {words === null ? null : (
          <>
            <p>
              <b>{words.answer}</b> <span className="sub">modelled, not measured</span>
            </p>
            <p>{words.why}</p>
          </>
        )}
      </div>
      <Button onClick={onClose}>Close</Button>
    </Dialog>
  );
}
