"use client";
import type { JSX } from "react";
import { refusalOf } from "../client/refusal";

/** What did not happen, why, the remedy, and what is left as it was. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}): JSX.Element {
  const refusal = refusalOf(error);
  return (
    <section className="page-note" role="alert">
      <h1 className="say">
        <b>This page could not be shown.</b>
      </h1>
      <p className="mid">
        {refusal?.message ?? "The console met a defect of its own."} {refusal?.remedy} Nothing was changed; the machines
        are not concerned.{error.digest && ` Reference ${error.digest}.`}
      </p>
      <button type="button" className="va-button" data-primary onClick={reset}>
        Draw it again
      </button>
    </section>
  );
}
