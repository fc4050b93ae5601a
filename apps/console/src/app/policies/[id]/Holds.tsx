import { useMutation, useQuery } from "@tanstack/react-query";
import type { PolicyView } from "@v-available/api/view/policy";
import { PRECEDENCE_WORDS } from "@v-available/domain/policy-assignment";
import { countWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { Toned } from "@v-available/ui/Toned";
import { type JSX, useState } from "react";
import { useBlocked } from "../../../client/blocked";
import { useTRPC } from "../../../client/trpc";
import { Link } from "../../../shell/Link";
import { Moment } from "../../../view/Moment";
import { RefusedNote } from "../../../view/Refused";
import styles from "./policy.module.css";

type By = "machine" | "label" | "name" | "site";

/** Whom it holds and why, those below it first, and the ways to put machines under it. */
export function Holds({ view }: { view: PolicyView }): JSX.Element {
  const trpc = useTRPC();
  const reason = useBlocked("change-policies");
  const machines = useQuery(trpc.machine.list.queryOptions());
  const assign = useMutation(trpc.policy.assign.mutationOptions());
  const unassign = useMutation(trpc.policy.unassign.mutationOptions());
  const [by, setBy] = useState<By>("machine");
  const [text, setText] = useState("");
  const blockedBy = reason ?? (view.version === null ? "It can hold machines when it is published." : null);
  const found = machines.data?.find(({ name }) => name === text.trim());
  const put = (): void => {
    const words = text.trim();
    const rule = { site: by === "site" ? words : null, namePattern: by === "name" ? words : null, label: null };
    const asked =
      by === "machine"
        ? { kind: "machine" as const, machineId: found?.id ?? words }
        : by === "label"
          ? { kind: "label" as const, label: words }
          : { kind: "rule" as const, rule };
    assign.mutate({ policyId: view.id, by: asked }, { onSuccess: () => setText("") });
  };
  return (
    <section>
      <h2 className={styles.heading}>
        {view.machines === 0 ? "It holds no machine" : `It holds ${countWords(view.machines, "machine")}`}
        {view.below > 0 ? <Toned tone="unprotected">, {view.below} below it</Toned> : null}
      </h2>
      <ul className={styles.held}>
        {view.held.map(({ id, name, why, below }) => (
          <li key={id}>
            <Link className="id" href={`/machines/${id}`}>
              {name}
            </Link>{" "}
            <span className="sub">{why}</span> {below ? <Toned tone="unprotected">below it</Toned> : null}
          </li>
        ))}
      </ul>
      {view.drillsDue.map(({ id, name, dueAtMs }) => (
        <p key={id}>
          <Toned tone="unprotected">A drill of </Toned>
          <Link className="id" href={`/machines/${id}`}>
            {name}
          </Link>{" "}
          is due since <Moment atMs={dueAtMs} />.
        </p>
      ))}
      <ul className={styles.held}>
        {view.assignments.map(({ id, words }) => (
          <li key={id}>
            {words}{" "}
            <Button small blockedBy={reason} onClick={() => unassign.mutate({ assignmentId: id })}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
      <form
        className={styles.assign}
        onSubmit={(event) => {
          event.preventDefault();
          if (blockedBy === null) put();
        }}
      >
        <Field label="Put under it">
          {(control) => (
            <select {...control} value={by} onChange={(event) => setBy(event.target.value as By)}>
              <option value="machine">one machine</option>
              <option value="label">by label</option>
              <option value="name">by name pattern</option>
              <option value="site">by site</option>
            </select>
          )}
        </Field>
        <Field label={by === "name" ? "Pattern, such as till-*" : by === "machine" ? "Its name" : "Named"}>
          {(control) => (
            <input
              {...control}
              value={text}
              list={by === "machine" ? "machines" : undefined}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" blockedBy={blockedBy}>
          Assign
        </Button>
        <datalist id="machines">
          {machines.data?.slice(0, 500).map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
      </form>
      <RefusedNote error={assign.error ?? unassign.error} />
      <p className="sub">{PRECEDENCE_WORDS}</p>
    </section>
  );
}
