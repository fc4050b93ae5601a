"use client";
import { useMutation } from "@tanstack/react-query";
import type { MachineView } from "@v-available/api/view/machine";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type FormEvent, type JSX, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import type { SearchParam } from "../../../shell/search-param";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError, isAboutNone } from "../../../view/refusal-fields";
import styles from "./Confirm.module.css";

const labelsIn = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((label) => label.trim())
    .filter((label) => label !== "");

function ChangeLabels({ machine, onClose }: { machine: MachineView; onClose: () => void }): JSX.Element {
  const [text, setText] = useState(machine.labels.join(", "));
  const label = useMutation(useTRPC().policy.label.mutationOptions({ onSuccess: onClose }));
  const blocked = useBlocked("change-policies");
  const refusal = label.error === null ? null : detailOf(label.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!label.isPending) label.mutate({ machineId: machine.id, labels: labelsIn(text) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="narrow"
      title={
        <>
          Labels of <span className="id">{machine.name}</span>
        </>
      }
      description="Policies find machines by them: another label may bring another policy. The machine goes on as it is meanwhile."
    >
      <form onSubmit={submit} noValidate className={styles.form}>
        <Field
          label="Labels"
          hint="With commas or spaces between them. Empty: none."
          error={fieldError(refusal, "labels")}
        >
          {(control) => (
            <input
              {...control}
              data-first-focus
              value={text}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => {
                setText(event.target.value);
                label.reset();
              }}
            />
          )}
        </Field>
        {refusal !== null && isAboutNone(refusal, ["labels"]) ? <RefusedNote error={label.error} /> : null}
        <div className={styles.foot}>
          <Button primary type="submit" blockedBy={blocked}>
            {label.isPending ? "Asking…" : "Keep these labels"}
          </Button>
          <Button onClick={onClose}>Leave them as they are</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What people call the kind of this machine. */
export function Labels({ machine, question }: { machine: MachineView; question: SearchParam }): JSX.Element {
  const { value: asked, set: ask } = question;
  return (
    <p className={styles.labels}>
      <span className="lab">Labels</span> {machine.labels.length === 0 ? "none" : machine.labels.join(", ")}{" "}
      <Button small onClick={() => ask("labels")}>
        Change labels…
      </Button>
      {asked === "labels" ? <ChangeLabels machine={machine} onClose={() => ask("")} /> : null}
    </p>
  );
}
