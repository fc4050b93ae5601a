"use client";
import { useQuery } from "@tanstack/react-query";
import type { PolicyView } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";
import { Skeleton } from "@v-available/ui/Skeleton";
import { type JSX, useState } from "react";
import { useConnection } from "../../../client/connection";
import { QueryFailure, useFailure } from "../../../client/QueryFailure";
import { useTRPC } from "../../../client/trpc";
import { Crumbs } from "../../../view/Crumbs";
import { Composition } from "./Composition";
import { Draft } from "./Draft";
import { Holds } from "./Holds";
import { Meaning } from "./Meaning";
import styles from "./policy.module.css";
import { Rollouts } from "./Rollouts";
import { Versions } from "./Versions";

export function PolicyPage({ policyId }: { policyId: string }): JSX.Element {
  const policy = useQuery(useTRPC().policy.get.queryOptions({ policyId }));
  const failure = useFailure(policy);
  if (failure !== null) return <QueryFailure what="The policy" error={failure} query={policy} />;
  if (policy.data === undefined) return <Skeleton label="Reading the policy" rows={12} />;
  return <Editor view={policy.data} />;
}

/** What is being edited, and what it was begun from: a change by somebody else is then told from one's own. */
export interface Editing {
  readonly policy: Policy;
  readonly draftRevision: number | null;
  readonly baseVersion: number | null;
}

export const shownOf = ({ draft, versions }: PolicyView): Policy | null => draft?.policy ?? versions[0]?.policy ?? null;

function Editor({ view }: { view: PolicyView }): JSX.Element {
  const [editing, setEditing] = useState<Editing | null>(null);
  const { cutOff } = useConnection();
  const shown = editing?.policy ?? shownOf(view);
  if (shown === null) throw new Error("a policy has a version or a draft");
  const edit = (change: Partial<Policy>): void =>
    setEditing({
      draftRevision: view.draft?.revision ?? null,
      baseVersion: view.draft?.baseVersion ?? view.version,
      ...editing,
      policy: { ...shown, ...change },
    });
  const version = view.versions[0]?.policy ?? null;
  return (
    <>
      <Crumbs label="Where this is" path={[{ word: "Policies", href: "/policies" }, { word: view.name }]} />
      <div className={cutOff ? `${styles.page} stale` : styles.page}>
        <section>
          <header className={styles.head}>
            <h1>{view.name}</h1>
            <span className={styles.draft}>
              {editing !== null
                ? "edited here, not saved"
                : view.draft !== null
                  ? `draft of v${(view.version ?? 0) + 1}, ${view.draft.editedBy}`
                  : `v${view.version}, in force`}
            </span>
          </header>
          <Composition policy={shown} inForce={version} onChange={edit} />
          <Draft view={view} editing={editing} onEditing={setEditing} />
        </section>
        <section>
          <Rollouts view={view} />
          <Meaning policyId={view.id} policy={editing?.policy ?? null} />
          <Holds view={view} />
          <Versions view={view} />
        </section>
      </div>
    </>
  );
}
