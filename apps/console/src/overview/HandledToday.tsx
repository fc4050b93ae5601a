"use client";
import type { HandledRow } from "@v-available/api/view/incident";
import { Region } from "@v-available/ui/Region";
import { StateMark } from "@v-available/ui/StateMark";
import { Table } from "@v-available/ui/Table";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { namesIn } from "../incident/names-in";
import { Link } from "../shell/Link";
import { Moment } from "../view/Moment";
import styles from "./HandledToday.module.css";

export interface HandledTodayProps {
  readonly rows: readonly HandledRow[];
  /** The last ones of the days before, told while there is none today. */
  readonly before: readonly HandledRow[];
}

/** What the hosts and their witness dealt with, each in one line. */
export function HandledToday({ rows, before }: HandledTodayProps): JSX.Element {
  const shown = rows.length > 0 ? rows : before;
  return (
    <Region title="Handled today" note="nobody was called">
      {rows.length > 0 ? null : (
        <p className="sub">Nothing had to be handled today.{before.length > 0 ? " Before:" : null}</p>
      )}
      {shown.length > 0 ? (
        <HandledTable rows={shown} label={`Handled ${rows.length > 0 ? "today" : "before"}`} />
      ) : null}
    </Region>
  );
}

function HandledTable({ rows, label }: { rows: readonly HandledRow[]; label: string }): JSX.Element {
  return (
    <Table dense className={styles.log} aria-label={label}>
      <thead className="vh">
        <tr>
          {["Time", "State", "What", "Effect"].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.incidentId}>
            <td className="sub">
              <Moment atMs={row.atMs} />
            </td>
            <td>
              <StateMark state={row.running ? "Resyncing" : "Protected"} ratio={0.5} />
              <span className="vh">{row.running ? "still running" : "over"}</span>
            </td>
            <td>
              {row.pair ? <span className="id">{row.pair.name}</span> : null}{" "}
              <Link href={`/incidents/${row.incidentId}`}>
                <Named text={row.title} names={namesIn({ pair: row.pair, machines: [] })} />
              </Link>
            </td>
            <td className="num">{row.outcome}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
