"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { LabFault } from "@v-available/api/view/lab";
import { Button } from "@v-available/ui/Button";
import { type JSX, useId, useState } from "react";
import { useConnection } from "../client/connection";
import { refusalOf } from "../client/refusal";
import { useTRPC } from "../client/trpc";
import { Clock } from "../client/Zone";
import styles from "./FaultLab.module.css";

const TARGET_WORD = {
  host: "Host",
  link: "Link",
  witness: "Witness",
  pair: "Pair",
  vm: "Machine",
  component: "Component",
  site: "Site",
} as const satisfies Record<LabFault["target"], string>;

/** Injects the named faults into the simulated fleet, and takes them away again. Nothing here reaches a real machine. */
export function FaultLab(): JSX.Element {
  const trpc = useTRPC();
  const client = useQueryClient();
  const catalogue = useQuery(trpc.lab.catalogue.queryOptions());
  const reread = () => client.invalidateQueries({ queryKey: trpc.lab.catalogue.queryKey() });
  const inject = useMutation(trpc.lab.inject.mutationOptions({ onSettled: reread }));
  const clear = useMutation(trpc.lab.clear.mutationOptions({ onSettled: reread }));
  const system = useQuery(trpc.system.info.queryOptions());
  const reason = useConnection().reason ?? system.data?.person.mayNot["inject-faults"] ?? null;
  const [faultName, setFaultName] = useState<string | null>(null);
  const [targetRef, setTargetRef] = useState<string | null>(null);
  const faultId = useId();
  const targetId = useId();

  if (!catalogue.data)
    return catalogue.isError ? (
      <p role="alert">{refusalOf(catalogue.error)?.message ?? "The faults could not be read."}</p>
    ) : (
      <p className="sub">The faults are being read.</p>
    );
  const { faults, active } = catalogue.data;
  const fault = faults.find(({ name }) => name === faultName) ?? faults[0];
  if (!fault) return <p className="sub">This simulator has no faults to inject.</p>;
  const fitting = fault.targets;
  const target = fitting.find(({ ref }) => ref === targetRef) ?? fitting[0];
  const error = inject.error ?? clear.error;
  return (
    <>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          clear.reset();
          if (target) inject.mutate({ fault: fault.name, targetRef: target.ref });
        }}
      >
        <label className="lab" htmlFor={faultId}>
          Fault
        </label>
        <select id={faultId} value={fault.name} onChange={(event) => setFaultName(event.target.value)}>
          {faults.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        <label className="lab" htmlFor={targetId}>
          {TARGET_WORD[fault.target]}
        </label>
        <select id={targetId} value={target?.ref ?? ""} onChange={(event) => setTargetRef(event.target.value)}>
          {fitting.map(({ ref, name }) => (
            <option key={ref} value={ref}>
              {name}
            </option>
          ))}
        </select>
        <Button
          type="submit"
          primary
          blockedBy={
            reason ?? (target ? null : `There is no ${TARGET_WORD[fault.target].toLowerCase()} to inject it into.`)
          }
        >
          Inject
        </Button>
        <p className={styles.about}>{fault.description}</p>
      </form>
      <div role="status">
        {error === null ? null : (
          <p className={styles.about}>
            {refusalOf(error)?.message ?? "The simulator did not answer; nothing was injected."}
          </p>
        )}
      </div>
      <ul className={styles.active} aria-label="Injected now">
        {active.map((injection) => (
          <li key={injection.id}>
            <span>
              {faults.find(({ name }) => name === injection.fault)?.title ?? injection.fault},{" "}
              <span className="id">{injection.targetName}</span>
            </span>
            <span className="sub">
              since <Clock atMs={injection.atMs} />
            </span>
            <Button
              small
              blockedBy={reason}
              onClick={() => {
                inject.reset();
                clear.mutate({ injectionId: injection.id });
              }}
            >
              {injection.clearTitle}
              <span className="vh">, {injection.targetName}</span>
            </Button>
          </li>
        ))}
        {active.length === 0 ? <li className="sub">Nothing is injected now.</li> : null}
      </ul>
    </>
  );
}
