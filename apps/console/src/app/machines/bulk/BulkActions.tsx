"use client";
import { useQuery } from "@tanstack/react-query";
import { type JSX, Suspense, useState } from "react";
import { useConnection } from "../../../client/connection";
import { lazily } from "../../../client/lazily";
import { useTRPC } from "../../../client/trpc";
import type { ListQuestion } from "../list-address";
import type { Choice } from "../use-choice";
import styles from "./bulk.module.css";
import { BULK, BULK_KINDS, type BulkKind } from "./bulk-words";

const BulkDialog = lazily(() => import("./BulkDialog").then(({ BulkDialog }) => BulkDialog));

/** What can be done to those that are chosen. Who may not sees it too, with who may. */
export function BulkActions({ choice, question }: { choice: Choice; question: ListQuestion }): JSX.Element {
  const { reason } = useConnection();
  const system = useQuery(useTRPC().system.info.queryOptions());
  const [kind, setKind] = useState<BulkKind | null>(null);
  const mayNot = system.data?.person.mayNot;
  const reasons = [...new Set(BULK_KINDS.flatMap((one) => mayNot?.[BULK[one].permission] ?? []))];
  const { selection } = choice;
  return (
    <div className={styles.actions}>
      {BULK_KINDS.map((one) => {
        const because = reason ?? mayNot?.[BULK[one].permission] ?? null;
        return (
          <button
            key={one}
            type="button"
            className="va-button"
            data-small
            aria-disabled={because !== null || undefined}
            aria-description={because ?? undefined}
            onClick={because === null ? () => setKind(one) : undefined}
          >
            {BULK[one].label}
          </button>
        );
      })}
      {/* Once for all of them: six times the same sentence would hide it. */}
      {reasons.length === 0 ? null : <span className="va-reason">{reasons.join(" ")}</span>}
      {kind === null ? null : (
        <Suspense fallback={null}>
          <BulkDialog
            kind={kind}
            of={selection.all ? { filter: question.filter } : { machineIds: selection.machineIds }}
            onClose={() => setKind(null)}
            onBegun={() => {
              setKind(null);
              choice.clear();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
