"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { type JSX, Suspense, useEffect, useState } from "react";
import { lazily } from "../client/lazily";
import { useTRPC } from "../client/trpc";
import { Link } from "../shell/Link";
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
  // The lab's own page is another world: what is injected here happens to the fleet of the other pages.
  const inLab = usePathname() === "/lab";
  if (system.data?.demo !== true || inLab) return null;
  return (
    <aside className={styles.strip} aria-label="Fault lab" data-open={open || undefined}>
      <p className={styles.mark}>
        <span className={styles.tag}>Fault lab: simulator</span>
        <span className={styles.note}>
          Simulated hosts, the product's own rules. Nothing here reaches a real machine.
        </span>
        <Link className={styles.show} href="/lab?scenario=side-by-side&play=1">
          See one plug pulled at three levels
        </Link>
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
