"use client";
import type { AuditRow } from "@v-available/api/view/audit";
import { AUDIT_KINDS } from "@v-available/domain/audit";
import { Cell, Head, Table } from "@v-available/ui/Table";
import { Fragment, type JSX, useState } from "react";
import { Moment } from "../../view/Moment";
import { AuditDetail } from "./AuditDetail";
import styles from "./audit.module.css";
import { outcomeWords, whoWords } from "./audit-words";

const COLUMNS = 6;

/** The newest entry first; each opens to what was before and after it. */
export function AuditEntries({ entries }: { entries: readonly AuditRow[] }): JSX.Element {
  const [opened, setOpened] = useState<number | null>(null);
  return (
    <Table className={styles.table} aria-label="Audit log">
      <thead>
        <tr>
          <Head number className={styles.entry ?? ""}>
            Entry
          </Head>
          <Head>When</Head>
          <Head>What</Head>
          <Head className={styles.who ?? ""}>Who</Head>
          <Head className={styles.site ?? ""}>Site</Head>
          <Head className={styles.outcome ?? ""}>Outcome</Head>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => {
          const open = entry.sequence === opened;
          const detail = `entry-${entry.sequence}`;
          return (
            <Fragment key={entry.sequence}>
              <tr data-open={open || undefined}>
                <Cell number className={styles.entry}>
                  {entry.sequence}
                </Cell>
                <Cell className={styles.when}>
                  <Moment atMs={entry.atMs} />
                </Cell>
                <Cell className={styles.what}>
                  <button
                    type="button"
                    className="as-link"
                    aria-expanded={open}
                    aria-controls={open ? detail : undefined}
                    onClick={() => setOpened(open ? null : entry.sequence)}
                  >
                    {AUDIT_KINDS[entry.kind]}
                    {entry.subjectName === null ? null : (
                      <>
                        : <span className="id">{entry.subjectName}</span>
                      </>
                    )}
                  </button>
                  <span className={styles.folded}>
                    {whoWords(entry)}. {outcomeWords(entry)}.
                  </span>
                </Cell>
                <Cell className={styles.who}>{whoWords(entry)}</Cell>
                <Cell className={styles.site}>{entry.siteName ?? <span className="sub">none</span>}</Cell>
                <Cell className={styles.outcome}>
                  {entry.outcome === "refused" ? <b>{outcomeWords(entry)}</b> : outcomeWords(entry)}
                </Cell>
              </tr>
              {open ? (
                <tr id={detail}>
                  <td colSpan={COLUMNS} className={styles.detail}>
                    <AuditDetail entry={entry} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          );
        })}
      </tbody>
    </Table>
  );
}
