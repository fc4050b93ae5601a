"use client";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import type { MachineView } from "@v-available/api/view/machine";
import { mebibytesWords } from "@v-available/domain/size-words";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { type FormEvent, type JSX, useRef, useState } from "react";
import { useConnection } from "../../../client/connection";
import { useTRPC } from "../../../client/trpc";
import { amountOf } from "../../../view/amount";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { isAboutNone } from "../../../view/refusal-fields";
import { newTaskKey } from "../../../view/task-key";
import { Checks } from "../Checks";
import { wrongWith } from "../wrong-with";
import styles from "./Confirm.module.css";

const FIELDS = ["name", "vcpus", "memoryMiB"] as const;
const LABEL = { name: "Name", vcpus: "vCPU", memoryMiB: "Memory, MiB" } as const;

/** Another name or size, said to be possible or not while it is typed. The machine is off and starts with it. */
export function EditMachine({ machine, onClose }: { machine: MachineView; onClose: () => void }): JSX.Element {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const [typed, setTyped] = useState({
    name: machine.name,
    vcpus: String(machine.vcpus),
    memoryMiB: String(machine.memoryMiB),
  });
  const taskKey = useRef<string | null>(null);
  const edit = useMutation(trpc.machine.edit.mutationOptions({ onSuccess: onClose }));
  const asked = {
    machineId: machine.id,
    name: typed.name.trim(),
    vcpus: amountOf(typed.vcpus),
    memoryMiB: amountOf(typed.memoryMiB),
  };
  const changed = asked.name !== machine.name || asked.vcpus !== machine.vcpus || asked.memoryMiB !== machine.memoryMiB;
  const preview = useQuery(
    trpc.machine.previewEdit.queryOptions(asked, { placeholderData: keepPreviousData, retry: false }),
  );
  const checks = preview.error === null ? (preview.data ?? []) : [];
  const refusals = [edit.error, preview.error].map((error) => (error === null ? null : detailOf(error)));
  const block = checks.find(({ verdict }) => verdict === "block");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (edit.isPending) return;
    taskKey.current ??= newTaskKey();
    edit.mutate({ ...asked, taskKey: taskKey.current });
  };
  const [refused, foreseen] = refusals;
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          Edit <span className="id">{machine.name}</span>
        </>
      }
      description="It is off, and has the new name and size from its next start on, on either host. What is recorded of it keeps the name that it had. Its disk stays as it is."
    >
      <form onSubmit={submit} noValidate className={styles.form}>
        {FIELDS.map((field) => (
          <Field
            key={field}
            label={LABEL[field]}
            hint={
              field === "memoryMiB" && asked.memoryMiB > 0
                ? `${mebibytesWords(asked.memoryMiB)}, ${mebibytesWords(machine.memoryMiB)} until now.`
                : undefined
            }
            error={wrongWith(field, refusals, checks)}
          >
            {(control) => (
              <input
                {...control}
                className={field === "name" ? "id" : undefined}
                inputMode={field === "name" ? "text" : "numeric"}
                data-first-focus={field === "name" || undefined}
                value={typed[field]}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => {
                  taskKey.current = null;
                  edit.reset();
                  setTyped({ ...typed, [field]: event.target.value });
                }}
              />
            )}
          </Field>
        ))}
        <div aria-live="polite">{checks.length === 0 ? null : <Checks checks={checks} />}</div>
        {refused && isAboutNone(refused, FIELDS) ? <RefusedNote error={edit.error} /> : null}
        <div className={styles.foot}>
          <Button
            primary
            type="submit"
            blockedBy={reason ?? (changed ? (foreseen?.message ?? block?.sentence ?? null) : "Nothing is changed yet.")}
          >
            {edit.isPending ? "Asking…" : "Change it"}
          </Button>
          <Button onClick={onClose}>Leave it as it is</Button>
        </div>
      </form>
    </Dialog>
  );
}
