"use client";
import { useQuery } from "@tanstack/react-query";
import type { WorkPlanRow } from "@v-available/api/view/work-plan";
import { countWords, inAboutWords } from "@v-available/domain/wording";
import { isPlanOver } from "@v-available/domain/work-plan";
import { Button } from "@v-available/ui/Button";
import { EmptyState } from "@v-available/ui/Notice";
import { ShapeMark } from "@v-available/ui/ShapeMark";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { Toned } from "@v-available/ui/Toned";
import type { JSX } from "react";
import { useBlocked } from "../../client/blocked";
import { useConnection, useNowMs } from "../../client/connection";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { useGo } from "../../shell/go";
import { Link } from "../../shell/Link";
import { Moment } from "../../view/Moment";
import { PLAN_MARK, planSentence } from "./plan-words";
import styles from "./work.module.css";

export function WorkPage(): JSX.Element {
  const list = useQuery(useTRPC().plan.list.queryOptions());
  const failure = useFailure(list);
  const { cutOff } = useConnection();
  const blockedBy = useBlocked("do-maintenance");
  const go = useGo();
  if (failure !== null) return <QueryFailure what="The list of planned work" error={failure} query={list} />;
  const plans = list.data ?? [];
  const open = plans.filter(({ state }) => !isPlanOver(state));
  const stopped = open.filter(({ pausedBecause }) => pausedBecause !== null);
  const plan = (
    <Button primary blockedBy={blockedBy} onClick={() => go("/work/new")}>
      Plan work
    </Button>
  );
  return (
    <>
      <header className={styles.head}>
        <h1 className="say">
          {open.length === 0 ? (
            "Planned work"
          ) : (
            <>
              <b>{countWords(open.length, "plan")}</b> under way.{" "}
              {stopped.length > 0 ? (
                <Toned tone="degraded">
                  {stopped.length === 1
                    ? "One stopped and waits for you."
                    : `${stopped.length} stopped and wait for you.`}
                </Toned>
              ) : null}
            </>
          )}
        </h1>
        {plans.length === 0 ? null : plan}
      </header>
      {list.data === undefined ? (
        <Skeleton label="Reading the plans" rows={4} />
      ) : plans.length === 0 ? (
        <EmptyState title="No work is planned." action={plan}>
          <p>
            A plan takes hosts one after the other: machines move away while they run, somebody works on the host, and
            the next one is begun when all have two copies again. Never both hosts of a pair, one pair of a site at a
            time, and it stops at the first thing that nobody planned.
          </p>
        </EmptyState>
      ) : (
        <div className={cutOff ? "stale" : undefined}>
          <Table aria-label="Planned work">
            <thead>
              <tr>
                <Head>Plan</Head>
                <Head>Is</Head>
                <Head className={styles.wide ?? ""}>Planned by</Head>
                <Head className={styles.wide ?? ""}>Begins</Head>
              </tr>
            </thead>
            <tbody>
              {plans.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </>
  );
}

function Row({ row }: { row: WorkPlanRow }): JSX.Element {
  const nowMs = useNowMs();
  const { shape, tone, word } = PLAN_MARK[row.state];
  const why = row.pausedBecause ?? row.waitsBecause;
  return (
    <tr>
      <Cell className={styles.name}>
        <Link href={`/work/${row.id}`}>
          <b>{row.name}</b>
        </Link>
      </Cell>
      <Cell>
        <ShapeMark shape={shape} tone={tone} /> {word}: {planSentence(row)}{" "}
        {why === null ? null : <span className="sub">{why} </span>}
        {row.etaAtMs === null ? null : (
          <span className="sub">The last would be back {inAboutWords(row.etaAtMs, nowMs)}.</span>
        )}
      </Cell>
      <Cell className={styles.wide}>{row.plannedBy}</Cell>
      <Cell className={styles.wide}>
        <Moment atMs={row.endedAtMs ?? row.startsAtMs} />
        {row.endedAtMs === null ? null : <span className="sub"> ended</span>}
      </Cell>
    </tr>
  );
}
