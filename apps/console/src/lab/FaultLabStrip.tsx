"use client";
import { useQuery } from "@tanstack/react-query";
import { type JSX, Suspense, useEffect, useState } from "react";
import { lazily } from "../client/lazily";
import { useTRPC } from "../client/trpc";
import { isTourUnderWay } from "../tour/tour-kept";
import styles from "./FaultLab.module.css";

const FaultLab = lazily(() => import("./FaultLab").then(({ FaultLab }) => FaultLab));
const Tour = lazily(() => import("../tour/Tour").then(({ Tour }) => Tour));

/** What the strip shows: nothing more than itself, the faults to inject, or the tour. */
type Part = "faults" | "tour";

/** The name of the event that opens the strip from elsewhere: the phone has no room for it. */
const OPEN_EVENT = "v-available.open-strip";
export const openStrip = (part: Part): boolean => dispatchEvent(new CustomEvent(OPEN_EVENT, { detail: part }));

/** Always marked as what it is, and there only where the fleet is simulated. */
export function FaultLabStrip(): JSX.Element | null {
  const system = useQuery(useTRPC().system.info.queryOptions());
  const [open, setOpen] = useState<Part | null>(null);
  useEffect(() => {
    // A tour that is under way goes on after a reload.
    if (isTourUnderWay()) setOpen("tour");
    const show = (event: Event): void => setOpen((event as CustomEvent<Part>).detail);
    addEventListener(OPEN_EVENT, show);
    return () => removeEventListener(OPEN_EVENT, show);
  }, []);
  if (system.data?.demo !== true) return null;
  const close = (): void => setOpen(null);
  return (
    <aside className={styles.strip} aria-label="Fault lab" data-open={open ?? undefined}>
      <p className={styles.mark}>
        <span className={styles.tag}>Fault lab: simulator</span>
        <span className={styles.note}>
          Simulated hosts, the product's own rules. Nothing here reaches a real machine.
        </span>
        {open === null ? (
          <button type="button" onClick={() => setOpen("tour")}>
            Take the tour
          </button>
        ) : null}
        {open === "tour" ? null : (
          <button type="button" aria-expanded={open === "faults"} onClick={open ? close : () => setOpen("faults")}>
            {open ? "Close" : "Inject a fault"}
          </button>
        )}
      </p>
      {open === null ? null : <Suspense>{open === "tour" ? <Tour onEnd={close} /> : <FaultLab />}</Suspense>}
    </aside>
  );
}
