"use client";
import type { HandledRow } from "@v-available/api/view/incident";
import { Region } from "@v-available/ui/Region";
import { StateMark } from "@v-available/ui/StateMark";
import { Table } from "@v-available/ui/Table";
import type { JSX } from "react";
import { Named } from "../client/Named";
import { Clock } from "../client/Zone";
import { namesIn } from "../incident/incident-name";
import { Link } from "../shell/Link";
import styles from "./HandledToday.module.css";

/** What the hosts and their witness dealt with, each in one line. */
export function HandledToday({ rows }: { rows: readonly HandledRow[] }): JSX.Element {
  return (
    <Region title="Handled today" note="by the hosts and their witness, nobody called">
      {rows.length === 0 ? (
        <p className="sub">Nothing had to be handled today.</p>
      ) : (
        <Table dense className={styles.log} aria-label="Handled today">
          <thead className="vh">
            <tr>
              <th scope="col">Time</th>
              <th scope="col">State</th>
              <th scope="col">What</th>
              <th scope="col">Effect</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.incidentId}>
                <td className="sub">
                  <Clock atMs={row.atMs} />
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
      )}
    </Region>
  );
}
