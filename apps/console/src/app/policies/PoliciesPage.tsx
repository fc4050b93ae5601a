"use client";
import { useQuery } from "@tanstack/react-query";
import { protectionWords } from "@v-available/domain/policy";
import { countWords } from "@v-available/domain/wording";
import { ROLLOUT_LABEL } from "@v-available/domain/work-label";
import { Button } from "@v-available/ui/Button";
import { LevelGlyph } from "@v-available/ui/LevelGlyph";
import { Region } from "@v-available/ui/Region";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { Toned } from "@v-available/ui/Toned";
import { type JSX, Suspense, useState } from "react";
import { useBlocked } from "../../client/blocked";
import { useConnection } from "../../client/connection";
import { lazily } from "../../client/lazily";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { Link } from "../../shell/Link";
import { Moment } from "../../view/Moment";
import styles from "./policies.module.css";

const LISTED = 20;

const NewPolicy = lazily(() => import("./NewPolicy").then(({ NewPolicy }) => NewPolicy));

export function PoliciesPage(): JSX.Element {
  const list = useQuery(useTRPC().policy.list.queryOptions());
  const failure = useFailure(list);
  const { cutOff } = useConnection();
  const reason = useBlocked("change-policies");
  const [making, setMaking] = useState(false);
  if (failure !== null) return <QueryFailure what="The list of policies" error={failure} query={list} />;
  const below = list.data?.policies.reduce((sum, policy) => sum + policy.below, 0) ?? 0;
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          <b>{list.data === undefined ? "Policies" : countWords(list.data.policies.length, "policy", "policies")}</b>{" "}
          {below > 0 ? <Toned tone="unprotected">{countWords(below, "machine")} below what is promised.</Toned> : null}
        </h1>
        <Button primary onClick={() => setMaking(true)} blockedBy={reason}>
          New policy
        </Button>
      </header>
      {list.data === undefined ? (
        <Skeleton label="Reading the policies" rows={6} />
      ) : (
        <div className={cutOff ? "stale" : undefined}>
          <Table className={styles.table} aria-label="Policies">
            <thead>
              <tr>
                <Head>
                  <span className="vh">Drawing</span>
                </Head>
                <Head>Policy</Head>
                <Head className={styles.level ?? ""}>Gives</Head>
                <Head>Version</Head>
                <Head number>Machines</Head>
                <Head number>Below it</Head>
              </tr>
            </thead>
            <tbody>
              {list.data.policies.map((policy) => (
                <tr key={policy.id}>
                  <Cell className={styles.glyph}>
                    <LevelGlyph protection={policy.protection} size={15} label={null} />
                  </Cell>
                  <Cell className={styles.name}>
                    <Link href={`/policies/${policy.id}`}>
                      <b>{policy.name}</b>
                    </Link>
                  </Cell>
                  <Cell className={styles.level}>{protectionWords(policy.protection)}</Cell>
                  <Cell>
                    {policy.version === null ? <span className="sub">none</span> : `v${policy.version}`}
                    {policy.hasDraft ? <span className={styles.draft}>draft</span> : null}
                  </Cell>
                  <Cell number>{policy.machines === 0 ? <span className="sub">none</span> : policy.machines}</Cell>
                  <Cell number>
                    {policy.below === 0 ? (
                      <span className="sub">none</span>
                    ) : (
                      <Toned tone="unprotected">{policy.below}</Toned>
                    )}
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
          <p className={`sub ${styles.free}`}>
            {list.data.free === 0
              ? "Every machine is under a policy."
              : `${countWords(list.data.free, "machine")} under no policy: each keeps the level that was set at its page.`}
          </p>
        </div>
      )}
      <Rollouts />
      {making ? (
        <Suspense>
          <NewPolicy onClose={() => setMaking(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** What was brought to machines lately, and what is under way: those that are active first. */
function Rollouts(): JSX.Element | null {
  const list = useQuery(useTRPC().rollout.list.queryOptions({ limit: LISTED }));
  const failure = useFailure(list);
  if (failure !== null) return <QueryFailure what="The list of rollouts" error={failure} query={list} />;
  if (list.data === undefined) return <Skeleton label="Reading the rollouts" rows={2} />;
  return (
    <Region title="Rollouts" note={list.data.length === 0 ? "none yet" : undefined}>
      {list.data.length === 0 ? (
        <p className="sub">A policy is rolled out when it is published with that, or later from its page.</p>
      ) : (
        <ul className={styles.rollouts}>
          {list.data.map(({ id, policy, state, sentence, because, wanted, startedAtMs, startedBy }) => {
            const { shape, tone, word } = ROLLOUT_LABEL[state];
            return (
              <li key={id}>
                <ShapeMark shape={shape} tone={tone} />
                <span>
                  <Link href={`/policies/${policy.id}`}>{sentence}</Link>{" "}
                  <span className="sub">
                    {word}, begun by {startedBy}, <Moment atMs={startedAtMs} />
                  </span>
                  {because === null && wanted === null ? null : (
                    <p className="mid">{[because, wanted].filter(Boolean).join(" ")}</p>
                  )}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Region>
  );
}
