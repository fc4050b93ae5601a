"use client";
import { Button } from "@v-available/ui/Button";
import { ErrorState } from "@v-available/ui/Notice";
import type { JSX } from "react";
import { useConnection } from "./connection";
import { refusalOf } from "./refusal";

export interface QueryFailureProps {
  /** The subject of the sentence: "The overview", "Alarm …". */
  readonly what: string;
  readonly query: { readonly error: unknown; readonly isFetching: boolean; readonly refetch: () => unknown };
}

/** A failed load is an error, never an empty list: what, why, the remedy, and what is left as it was. */
export function QueryFailure({ what, query }: QueryFailureProps): JSX.Element {
  const { cutOff, reason } = useConnection();
  const refusal = refusalOf(query.error);
  const missing = refusal?.code === "not-found";
  return (
    <section>
      <h1 className="vh">{what}</h1>
      <ErrorState
        title={missing ? `${what} is not there.` : `${what} could not be read.`}
        remedy={refusal?.remedy ?? (missing ? null : "Nothing was changed. The machines are not concerned.")}
        action={
          missing ? undefined : (
            <Button onClick={() => query.refetch()} aria-busy={query.isFetching}>
              Ask again
            </Button>
          )
        }
      >
        {refusal?.message ?? (cutOff ? reason : "The console's server did not answer in a way that could be read.")}
      </ErrorState>
    </section>
  );
}
