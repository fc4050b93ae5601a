"use client";
import { type JSX, Suspense } from "react";
import { lazily } from "../../../client/lazily";
import { useBulkRun } from "./this-run";

const BulkProgress = lazily(() => import("./BulkProgress").then(({ BulkProgress }) => BulkProgress));

/** What was begun on several machines, where there is such a thing. */
export function BulkRunning(): JSX.Element | null {
  const run = useBulkRun();
  if (run === null) return null;
  return (
    <Suspense fallback={null}>
      <BulkProgress run={run} />
    </Suspense>
  );
}
