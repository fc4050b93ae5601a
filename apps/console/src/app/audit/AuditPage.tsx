"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@v-available/ui/Button";
import { EmptyState, ErrorState } from "@v-available/ui/Notice";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useRef } from "react";
import { useConnection } from "../../client/connection";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useKeys } from "../../shell/keys";
import { useSearchParam } from "../../shell/search-param";
import { RefusedNote } from "../../view/Refused";
import { AuditEntries } from "./AuditEntries";
import { AuditExport } from "./AuditExport";
import { AuditFilter } from "./AuditFilter";
import styles from "./audit.module.css";
import { inputOf } from "./audit-filter";
import { Checked } from "./Checked";
import { useFilter } from "./use-filter";

/** Who did what, and what they were refused; for those who may read it. */
export function AuditPage(): JSX.Element {
  const system = useQuery(useTRPC().system.info.queryOptions());
  const forbidden = system.data?.person.mayNot["read-audit"];
  if (forbidden !== undefined)
    return (
      <section className={styles.head}>
        <h1 className="vh">Audit</h1>
        <ErrorState title="This page is for administrators and owners.">{forbidden}</ErrorState>
      </section>
    );
  return <AuditLog />;
}

function AuditLog(): JSX.Element {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { cutOff, reason } = useConnection();
  const { filter, isEmpty, change, clear } = useFilter();
  const before = useSearchParam("before");
  const refused = useSearchParam("refused");
  const first = useRef<HTMLInputElement>(null);
  const input = inputOf(filter, before.value);
  const list = useQuery({ ...trpc.audit.list.queryOptions(input), placeholderData: keepPreviousData });
  const verify = useMutation(
    trpc.audit.verify.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: trpc.audit.list.queryKey() }),
    }),
  );
  const failure = useFailure(list);
  useKeys((key) => {
    if (key === "/") first.current?.focus();
    else return false;
    return true;
  });
  // Another question begins with its newest entry.
  const ask: typeof change = (name, value) => {
    before.set("");
    change(name, value);
  };
  if (failure !== null) return <QueryFailure what="The audit log" error={failure} query={list} />;
  const { data } = list;
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          {data === undefined ? <b>Audit</b> : <Checked checked={data.checked} />}{" "}
          {data?.limited ? "Shown are the entries of your sites." : null}
        </h1>
        <Button
          primary
          blockedBy={reason}
          aria-busy={verify.isPending}
          onClick={() => !verify.isPending && verify.mutate()}
        >
          {verify.isPending ? "Verifying…" : "Verify the chain"}
        </Button>
      </header>
      <RefusedNote error={verify.error} />
      {refused.value === "" ? null : (
        <p role="alert" className={styles.refused}>
          {refused.value}
        </p>
      )}
      <AuditFilter ref={first} filter={filter} onChange={ask} />
      {data === undefined ? (
        <Skeleton label="Reading the audit log" rows={12} />
      ) : data.entries.length === 0 ? (
        <EmptyState
          title={isEmpty ? "Nobody has done anything yet." : "No entry is like this."}
          action={isEmpty ? undefined : <Button onClick={clear}>Show all entries</Button>}
        >
          {isEmpty ? <p>Whatever somebody does or is refused appears here by itself.</p> : undefined}
        </EmptyState>
      ) : (
        <div className={cutOff ? "stale" : undefined} aria-busy={list.isPlaceholderData}>
          <AuditEntries entries={data.entries} />
          <nav className={styles.pager} aria-label="Pages of the audit log">
            {before.value === "" ? null : <Button onClick={() => before.push("")}>Newest</Button>}
            {data.nextBefore === null ? null : (
              <Button blockedBy={reason} onClick={() => before.push(String(data.nextBefore))}>
                Older
              </Button>
            )}
          </nav>
        </div>
      )}
      <AuditExport input={input} blockedBy={reason} />
    </>
  );
}
