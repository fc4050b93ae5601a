"use client";
import { useQuery } from "@tanstack/react-query";
import { type JSX, Suspense, useEffect, useState } from "react";
import { lazily } from "../client/lazily";
import { useTRPC } from "../client/trpc";
import styles from "./FaultLab.module.css";

const FaultLab = lazily(() => import("./FaultLab").then(({ FaultLab }) => FaultLab));

/** The name of the event that opens the lab from elsewhere: the phone has no room for the strip. */
const OPEN_EVENT = "v-available.open-fault-lab";
export const openFaultLab = (): boolean => dispatchEvent(new Event(OPEN_EVENT));

/** Always marked as what it is, and there only where the fleet is simulated. */
export function FaultLabStrip(): JSX.Element | null {
  const system = useQuery(useTRPC().system.info.queryOptions());
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = (): void => setOpen(true);
    addEventListener(OPEN_EVENT, show);
    return () => removeEventListener(OPEN_EVENT, show);
  }, []);
  if (system.data?.demo !== true) return null;
  return (
    <aside className={styles.strip} aria-label="Fault lab" data-open={open || undefined}>
      <p className={styles.mark}>
        <span className={styles.tag}>Fault lab: simulator</span>
        <span className={styles.note}>
          Simulated hosts, the product's own rules. Nothing here reaches a real machine.
        </span>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Close" : "Inject a fault"}
        </button>
      </p>
      {open ? (
        <Suspense>
          <FaultLab />
        </Suspense>
      ) : null}
    </aside>
  );
}
