"use client";
import { useMutation } from "@tanstack/react-query";
import { POLICY_PRESETS, type PolicyPreset } from "@v-available/domain/policy";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Field } from "@v-available/ui/Field";
import { Segmented } from "@v-available/ui/Segmented";
import { type JSX, useState } from "react";
import { useBlocked } from "../../client/blocked";
import { useTRPC } from "../../client/trpc";
import { useGo } from "../../shell/go";
import { detailOf, RefusedNote } from "../../view/Refused";
import { fieldError, isAboutNone } from "../../view/refusal-fields";
import { newTaskKey } from "../../view/task-key";
import { asInput } from "./as-input";
import styles from "./policies.module.css";

const PRESETS = Object.entries(POLICY_PRESETS) as [PolicyPreset, (typeof POLICY_PRESETS)[PolicyPreset]][];

/** Begins a draft, of a preset or of a file. Nothing is in force by it. */
export function NewPolicy({ onClose }: { onClose: () => void }): JSX.Element {
  const trpc = useTRPC();
  const go = useGo();
  const reason = useBlocked("change-policies");
  const [from, setFrom] = useState<"preset" | "file">("preset");
  const [name, setName] = useState("");
  const [preset, setPreset] = useState<PolicyPreset>("high-availability");
  const [yaml, setYaml] = useState("");
  // One key for one intent: a second press of the button is the same policy.
  const [key, setKey] = useState(() => newTaskKey());
  const create = useMutation(trpc.policy.createDraft.mutationOptions());
  const read = useMutation(trpc.policy.import.mutationOptions());
  const asked = from === "preset" ? create : read;
  const refusal = asked.error === null ? null : detailOf(asked.error);
  const onSuccess = ({ policyId }: { policyId: string }): void => {
    onClose();
    go(`/policies/${policyId}`);
  };
  const begin = (): void => {
    if (asked.isPending) return;
    if (from === "file") read.mutate({ yaml, key }, { onSuccess });
    else create.mutate({ policy: asInput({ ...POLICY_PRESETS[preset], name: name.trim() }), key }, { onSuccess });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New policy"
      description="It begins as a draft and holds nothing until it is published."
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Segmented
          label="From"
          options={[
            { value: "preset", label: "a preset" },
            { value: "file", label: "YAML" },
          ]}
          value={from}
          onChange={setFrom}
        />
        {from === "preset" ? (
          <>
            <Field label="Name" error={fieldError(refusal, "policy.name")}>
              {(control) => (
                <input
                  {...control}
                  data-first-focus
                  value={name}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => {
                    setName(event.target.value);
                    setKey(newTaskKey());
                  }}
                />
              )}
            </Field>
            <Field label="Begins as">
              {(control) => (
                <select
                  {...control}
                  value={preset}
                  onChange={(event) => {
                    setPreset(event.target.value as PolicyPreset);
                    setKey(newTaskKey());
                  }}
                >
                  {PRESETS.map(([value, policy]) => (
                    <option key={value} value={value}>
                      {policy.name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </>
        ) : (
          <Field
            label="YAML"
            hint="One policy, as another one's page gives it. Of a name that exists it becomes that one's draft."
            error={fieldError(refusal, "yaml")}
          >
            {(control) => (
              <textarea
                {...control}
                className="id"
                rows={12}
                value={yaml}
                spellCheck={false}
                onChange={(event) => {
                  setYaml(event.target.value);
                  setKey(newTaskKey());
                }}
              />
            )}
          </Field>
        )}
        {refusal !== null && isAboutNone(refusal, ["policy.name", "yaml"]) ? <RefusedNote error={asked.error} /> : null}
        <footer className={styles.foot}>
          <Button primary type="submit" blockedBy={reason}>
            {asked.isPending ? "Beginning…" : "Begin the draft"}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </footer>
      </form>
    </Dialog>
  );
}
