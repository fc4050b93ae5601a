"use client";
import { WORK_PLAN_LIMITS } from "@v-available/domain/work-plan-limit";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError } from "../../../view/refusal-fields";
import styles from "../work.module.css";

/** Asks why before something is done that a person answers for. */
export function WithReason({
  title,
  description,
  act,
  error,
  pending,
  onAct,
  onClose,
}: {
  title: string;
  description: string;
  /** What the button says. */
  act: string;
  error: unknown;
  pending: boolean;
  onAct: (reason: string) => void;
  onClose: () => void;
}): JSX.Element {
  const [why, setWhy] = useState("");
  const { reason } = useConnection();
  const { min, max } = WORK_PLAN_LIMITS.reason;
  const refusal = error === null || error === undefined ? null : detailOf(error);
  const under = fieldError(refusal, "reason");
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) onAct(why);
        }}
      >
        <Field label="Why" hint="It is kept in the audit log, with your name." error={under}>
          {(control) => (
            <textarea
              {...control}
              data-first-focus
              rows={2}
              maxLength={max}
              value={why}
              autoComplete="off"
              onChange={(event) => setWhy(event.target.value)}
            />
          )}
        </Field>
        {under === undefined ? <RefusedNote error={error} /> : null}
        <footer className={styles.acts}>
          <Button
            primary
            type="submit"
            blockedBy={reason ?? (why.trim().length < min ? `The reason has at least ${min} characters.` : null)}
          >
            {pending ? "Asking…" : act}
          </Button>
          <Button onClick={onClose}>Leave it as it is</Button>
        </footer>
      </form>
    </Dialog>
  );
}
