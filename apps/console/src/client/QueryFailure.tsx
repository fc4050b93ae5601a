"use client";
import { Button } from "@v-available/ui/Button";
import { ErrorState } from "@v-available/ui/Notice";
import { type JSX, useEffect, useEffectEvent, useRef, useState } from "react";
import { Link } from "../shell/Link";
import { useConnection } from "./connection";
import { refusalOf } from "./refusal";

export interface QueryFailureProps {
  /** The subject of the sentence: "The overview", "Alarm …". */
  readonly what: string;
  /** What `useFailure` says of the query. */
  readonly error: unknown;
  readonly query: { readonly isFetching: boolean; readonly refetch: () => unknown };
}

/**
 * Why nothing can be shown; null while there is something, or nothing has failed yet. It stays while the query is asked
 * anew: each word of the stream asks, and a page that fell back to its bars each time would never say what is wrong.
 */
export function useFailure({ data, error }: { readonly data: unknown; readonly error: unknown }): unknown {
  const [last, setLast] = useState<unknown>(null);
  const failure = data === undefined ? (error ?? last) : null;
  if (failure !== last) setLast(failure);
  return failure;
}

const NEAREST = (
  <>
    Nearest: the <Link href="/">overview</Link>, the <Link href="/machines">machines</Link>, the{" "}
    <Link href="/pairs">pairs</Link> or the <Link href="/faults">faults</Link>.
  </>
);

/** A failed load is an error, never an empty list: what, why, the remedy, and what is left as it was. */
export function QueryFailure({ what, error, query }: QueryFailureProps): JSX.Element {
  const { cutOff, reason } = useConnection();
  const wasCutOff = useRef(cutOff);
  const askAgain = useEffectEvent(() => query.refetch());
  // What the silence kept from this page is read as soon as it ends, without anyone.
  useEffect(() => {
    if (wasCutOff.current && !cutOff) askAgain();
    wasCutOff.current = cutOff;
  }, [cutOff]);

  const refusal = refusalOf(error);
  // A question has nothing but the id out of the address that could be wrong.
  if (refusal?.code === "not-found" || refusal?.code === "invalid")
    return (
      <section>
        <h1 className="vh">{what}</h1>
        <ErrorState title={`${what} is not there.`} remedy={NEAREST}>
          {refusal.code === "invalid" ? "The address names nothing; it may have been cut off." : refusal.message}
        </ErrorState>
      </section>
    );
  return (
    <section>
      <h1 className="vh">{what}</h1>
      <ErrorState
        title={`${what} could not be read.`}
        remedy={refusal?.remedy ?? "Nothing was changed. The machines are not concerned."}
        action={
          <Button onClick={() => query.refetch()} aria-busy={query.isFetching}>
            Ask again
          </Button>
        }
      >
        {refusal?.message ?? (cutOff ? reason : "The console's server did not answer in a way that could be read.")}
      </ErrorState>
    </section>
  );
}
