"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { OPERATOR_LABEL, SEVERITY_LABEL } from "@v-available/domain/label";
import { countWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { MachineName } from "@v-available/ui/MachineName";
import { SeverityMark } from "@v-available/ui/SeverityMark";
import { Table } from "@v-available/ui/Table";
import { type JSX, memo, type ReactNode, useEffect, useRef } from "react";
import { useNowMs } from "../client/connection";
import { Clock } from "../client/Zone";
import styles from "./FaultTable.module.css";

function Operator({ alarm, nowMs }: { alarm: AlarmRow; nowMs: number }): ReactNode {
  if (alarm.operatorState === "shelved" && alarm.shelvedUntilMs !== null)
    return (
      <>
        shelved to <Clock atMs={alarm.shelvedUntilMs} nowMs={nowMs} precision="minute" />
      </>
    );
  const word = OPERATOR_LABEL[alarm.operatorState].word;
  if (alarm.clearedAtMs !== null) return alarm.operatorState === "none" ? "cleared" : `cleared, ${word}`;
  return alarm.operatorState === "none" ? <b>{word}</b> : word;
}

interface RowProps {
  readonly alarm: AlarmRow;
  readonly current: boolean;
  readonly onOpen: (id: string) => void;
  readonly nowMs: number;
}

/** A row is one click target, and its name the one stop of the keyboard. */
const Row = memo(function Row({ alarm, current, onOpen, nowMs }: RowProps): JSX.Element {
  const row = useRef<HTMLTableRowElement>(null);
  const wasCurrent = useRef(current);
  useEffect(() => {
    // Only what becomes the current one while it is shown: who comes back is where he was.
    if (current && !wasCurrent.current) row.current?.scrollIntoView({ block: "nearest" });
    wasCurrent.current = current;
  }, [current]);
  return (
    // The button in the row does for the keyboard what a click anywhere on it does.
    <tr
      ref={row}
      data-current={current || undefined}
      data-cleared={alarm.clearedAtMs !== null || undefined}
      onClick={() => onOpen(alarm.id)}
    >
      <td>
        <span className={styles.severity}>
          <SeverityMark severity={alarm.severity} {...(alarm.clearedAtMs === null ? {} : { tone: "over" as const })} />
          {SEVERITY_LABEL[alarm.severity].word}
        </span>
      </td>
      <td className="sub">
        <Clock atMs={alarm.openedAtMs} nowMs={nowMs} />
      </td>
      <td>
        <button type="button" aria-current={current || undefined}>
          {alarm.kind}
        </button>
      </td>
      <td>
        <MachineName name={alarm.subject.name} />
      </td>
      <td>{alarm.site?.name ?? ""}</td>
      <td className={styles.effect} title={alarm.effect}>
        {alarm.effect}
      </td>
      <td className={styles.operator}>
        <Operator alarm={alarm} nowMs={nowMs} />
      </td>
    </tr>
  );
});

export interface FaultTableProps {
  readonly alarms: readonly AlarmRow[];
  readonly rest: number;
  readonly onMore: () => void;
  readonly currentId: string | null;
  readonly onOpen: (id: string) => void;
}

export function FaultTable({ alarms, rest, onMore, currentId, onOpen }: FaultTableProps): JSX.Element {
  const nowMs = useNowMs(60_000);
  return (
    <div>
      <Table dense className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Since</th>
            <th scope="col">Alarm</th>
            <th scope="col">On</th>
            <th scope="col">Site</th>
            <th scope="col">Effect</th>
            <th scope="col">Operator</th>
          </tr>
        </thead>
        <tbody>
          {alarms.map((alarm) => (
            <Row key={alarm.id} alarm={alarm} current={alarm.id === currentId} onOpen={onOpen} nowMs={nowMs} />
          ))}
        </tbody>
      </Table>
      {rest > 0 ? (
        <p className={styles.more}>
          <Button small onClick={onMore}>
            Show more, {countWords(rest, "older alarm")} left
          </Button>
        </p>
      ) : null}
    </div>
  );
}
