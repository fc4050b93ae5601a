"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { DIAL_STOPS, type DialStop, PROTECTION_OF_STOP } from "@v-available/domain/level";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import { type FormEvent, type JSX, useState } from "react";
import { useConnection } from "../../client/connection";
import { useTRPC } from "../../client/trpc";
import { detailOf, RefusedNote } from "../../view/Refused";
import { fieldError, isAboutNone } from "../../view/refusal-fields";
import { newTaskKey } from "../../view/task-key";
import styles from "./CreateMachine.module.css";

const FIELDS = ["name", "pairId", "vcpus", "memoryMiB", "diskMiB", "image", "protection"] as const;

const NEEDS: Record<DialStop, string> = {
  unprotected: "One copy. It stops with its host.",
  "high-availability": "The disk is on both hosts. It restarts on the other one.",
  "fault-tolerance": "Disk and memory are on both hosts. It goes on.",
};

interface Draft {
  readonly name: string;
  readonly pairId: string;
  readonly vcpus: string;
  readonly memoryMiB: string;
  readonly disk: "blank" | "image";
  readonly diskMiB: string;
  readonly image: string;
  readonly guest: "linux" | "windows" | "other";
  readonly stop: DialStop;
}

const FIRST: Draft = {
  name: "",
  pairId: "",
  vcpus: "2",
  memoryMiB: "2048",
  disk: "blank",
  diskMiB: "10240",
  image: "",
  guest: "linux",
  stop: "high-availability",
};

/** An empty or half-typed number is sent as it is, so that the refusal about it is the server's own. */
const amount = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

export function CreateMachine({ onClose }: { onClose: () => void }): JSX.Element {
  const trpc = useTRPC();
  const { reason } = useConnection();
  const pairs = useQuery(trpc.pair.list.queryOptions());
  const [draft, setDraft] = useState(FIRST);
  // One key for one intent: a second press of the button is the same task.
  const [taskKey, setTaskKey] = useState(() => newTaskKey());
  const create = useMutation(trpc.machine.create.mutationOptions());
  const refusal = create.error === null ? null : detailOf(create.error);
  const set = (change: Partial<Draft>): void => {
    setDraft({ ...draft, ...change });
    setTaskKey(newTaskKey());
  };
  const pairId = draft.pairId || (pairs.data?.[0]?.id ?? "");

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (create.isPending) return;
    create.mutate(
      {
        taskKey,
        name: draft.name.trim(),
        pairId,
        side: null,
        vcpus: amount(draft.vcpus),
        memoryMiB: amount(draft.memoryMiB),
        diskMiB: amount(draft.diskMiB),
        image: draft.disk === "image" ? draft.image.trim() : null,
        mac: null,
        ip: null,
        guest: draft.guest,
        protection: PROTECTION_OF_STOP[draft.stop],
      },
      {
        // Back to the list, where it appears as soon as a host speaks of it.
        onSuccess: onClose,
      },
    );
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Create machine"
      description="One machine on two hosts, with one name, one MAC and one address. It is protected before it is started."
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field label="Name" hint="Lower-case letters, digits and inner hyphens." error={fieldError(refusal, "name")}>
          {(control) => (
            <input
              {...control}
              className="id"
              data-first-focus
              value={draft.name}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Pair" error={fieldError(refusal, "pairId")}>
          {(control) => (
            <select {...control} value={pairId} onChange={(event) => set({ pairId: event.target.value })}>
              {pairs.data?.map((pair) => (
                <option key={pair.id} value={pair.id}>
                  {pair.name}, {pair.site.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="vCPU" error={fieldError(refusal, "vcpus")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.vcpus}
              onChange={(event) => set({ vcpus: event.target.value })}
            />
          )}
        </Field>
        <Field label="Memory, MiB" error={fieldError(refusal, "memoryMiB")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.memoryMiB}
              onChange={(event) => set({ memoryMiB: event.target.value })}
            />
          )}
        </Field>
        <Field label="Disk, MiB" error={fieldError(refusal, "diskMiB")}>
          {(control) => (
            <input
              {...control}
              inputMode="numeric"
              value={draft.diskMiB}
              onChange={(event) => set({ diskMiB: event.target.value })}
            />
          )}
        </Field>
        <Field label="What is on the disk">
          {(control) => (
            <select
              {...control}
              value={draft.disk}
              onChange={(event) => set({ disk: event.target.value === "image" ? "image" : "blank" })}
            >
              <option value="blank">nothing, it is blank</option>
              <option value="image">a copy of an image on the host</option>
            </select>
          )}
        </Field>
        {draft.disk === "image" ? (
          <Field label="Image" hint="Its name on the host." error={fieldError(refusal, "image")}>
            {(control) => (
              <input
                {...control}
                className="id"
                value={draft.image}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => set({ image: event.target.value })}
              />
            )}
          </Field>
        ) : null}
        <Field label="Guest" hint="Says how long a restart takes.">
          {(control) => (
            <select
              {...control}
              value={draft.guest}
              onChange={(event) => set({ guest: event.target.value as Draft["guest"] })}
            >
              <option value="linux">Linux</option>
              <option value="windows">Windows</option>
              <option value="other">other</option>
            </select>
          )}
        </Field>
        <fieldset className={styles.levels}>
          <legend className="lab">Level</legend>
          {DIAL_STOPS.map((stop) => (
            <label key={stop}>
              <input type="radio" name="level" checked={draft.stop === stop} onChange={() => set({ stop })} />
              <LevelGlyph protection={PROTECTION_OF_STOP[stop]} size={15} label={null} />
              <b>{LEVEL_LABEL[stop].word}</b>
              <span className="sub">{NEEDS[stop]}</span>
            </label>
          ))}
          {fieldError(refusal, "protection") === undefined ? null : (
            <p className="va-field-error">{fieldError(refusal, "protection")}</p>
          )}
        </fieldset>
        <footer className={styles.foot}>
          {refusal !== null && isAboutNone(refusal, FIELDS) ? <RefusedNote error={create.error} /> : null}
          <Button primary type="submit" blockedBy={reason}>
            {create.isPending ? "Creating…" : "Create machine"}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </footer>
      </form>
    </Dialog>
  );
}
