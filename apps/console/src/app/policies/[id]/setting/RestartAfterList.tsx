import type { RestartAfter } from "@v-available/domain/policy";
import { POLICY_LIMITS } from "@v-available/domain/policy-limit";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { type JSX, useState } from "react";
import styles from "./setting.module.css";
import type { SettingPart } from "./setting-part";

const nameOf = (one: RestartAfter): string => ("machine" in one ? one.machine : one.label);

/** What must answer first: one machine by its name, or all that carry a label; added and taken out one by one. */
export function RestartAfterList({
  after,
  onAfter,
  error,
}: {
  after: readonly RestartAfter[];
  onAfter: (after: readonly RestartAfter[]) => void;
  error: SettingPart["error"];
}): JSX.Element {
  const [kind, setKind] = useState<"machine" | "label">("machine");
  const [text, setText] = useState("");
  const name = text.trim();
  const isThere = after.some((one) => kind in one && nameOf(one) === name);
  const blockedBy =
    after.length >= POLICY_LIMITS.restartAfter
      ? `${POLICY_LIMITS.restartAfter} are as many as can be waited for. Remove one first.`
      : isThere
        ? `${name} is waited for already.`
        : null;
  const add = (): void => {
    if (name === "" || blockedBy !== null) return;
    onAfter([...after, kind === "machine" ? { machine: name } : { label: name }]);
    setText("");
  };
  const wrong = error("restartAfter");
  return (
    <>
      <ul className={styles.list} aria-label="Restarted after">
        {after.map((one, at) => (
          <li key={JSON.stringify(one)}>
            <span>
              after {"label" in one ? "all labelled " : null}
              <span className="id">{nameOf(one)}</span>
            </span>
            <Button
              small
              aria-label={`Do not wait for ${nameOf(one)}`}
              onClick={() => onAfter(after.filter((_, other) => other !== at))}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {wrong === undefined ? null : (
        <p role="alert" className="va-field-error">
          {wrong}
        </p>
      )}
      <div className={styles.add}>
        <Field label="Wait for">
          {(control) => (
            <select
              {...control}
              value={kind}
              onChange={({ target }) => setKind(target.value === "label" ? "label" : "machine")}
            >
              <option value="machine">one machine</option>
              <option value="label">all with a label</option>
            </select>
          )}
        </Field>
        <Field label={kind === "machine" ? "Name of the machine" : "Label of the machines"}>
          {(control) => (
            <input
              {...control}
              value={text}
              // The page lists the machines for whoever puts one under the policy.
              list={kind === "machine" ? "machines" : undefined}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                add();
              }}
            />
          )}
        </Field>
        <Button
          blockedBy={blockedBy ?? (name === "" ? `Type a ${kind === "machine" ? "name" : "label"} first.` : null)}
          onClick={add}
        >
          Wait for it
        </Button>
      </div>
    </>
  );
}
