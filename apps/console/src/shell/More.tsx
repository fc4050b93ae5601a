"use client";
import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@v-available/ui/Dialog";
import type { JSX } from "react";
import { useTRPC } from "../client/trpc";
import { openStrip } from "../lab/FaultLabStrip";
import { Link } from "./Link";
import styles from "./More.module.css";
import { ThemeSwitch } from "./ThemeSwitch";

/** What has no tab of its own on a phone. */
export function More({ onClose }: { onClose: () => void }): JSX.Element {
  const system = useQuery(useTRPC().system.info.queryOptions());
  const show = (part: Parameters<typeof openStrip>[0]): void => {
    onClose();
    openStrip(part);
  };
  return (
    <Dialog open width="narrow" title="More" onClose={onClose}>
      <div className={styles.row}>
        <span>Theme</span>
        <ThemeSwitch />
      </div>
      <Link className={styles.row} href="/account" onClick={onClose}>
        {system.data?.person.name}: role, sign out
      </Link>
      <Link className={styles.row} href="/drills" onClick={onClose}>
        Drills: which copies are proven
      </Link>
      <Link className={styles.row} href="/work" onClick={onClose}>
        Planned work: one host after the other
      </Link>
      <Link className={styles.row} href="/policies" onClick={onClose}>
        Policies
      </Link>
      <Link className={styles.row} href="/audit" onClick={onClose}>
        Audit: who did what
      </Link>
      <Link className={styles.row} href="/lab" onClick={onClose}>
        Fault lab: one plug, three levels
      </Link>
      {system.data?.demo ? (
        <>
          <button type="button" className={`${styles.row} as-link`} onClick={() => show("tour")}>
            Take the tour
          </button>
          <button type="button" className={`${styles.row} as-link`} onClick={() => show("faults")}>
            Inject a fault into the simulated fleet
          </button>
        </>
      ) : null}
      {system.data ? (
        <p className="sub">
          {system.data.product} {system.data.version}, {system.data.adapters.map(({ product }) => product).join(", ")}
        </p>
      ) : null}
    </Dialog>
  );
}
