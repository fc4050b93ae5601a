import type { AuditRow } from "@v-available/api/view/audit";
import type { AuditChange } from "@v-available/domain/audit-change";
import type { JSX, ReactNode } from "react";
import styles from "./audit.module.css";

const Fact = ({ name, children }: { name: string; children: ReactNode }): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const NOTHING = <span className="sub">not there</span>;

/** What differs, before beside after; what a struck-out word shows is also said by its column. */
function Changes({ changes }: { changes: readonly AuditChange[] }): JSX.Element {
  return (
    <table className={styles.changes}>
      <caption className="vh">What it changed</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td data-kind="before">{before ?? NOTHING}</td>
            <td data-kind="after">{after ?? NOTHING}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All that an entry says. */
export function AuditDetail({ entry }: { entry: AuditRow }): JSX.Element {
  const { refusal, reason, changes, address, agent, subjectId, hash } = entry;
  return (
    <>
      <dl className={styles.facts}>
        {refusal === null ? null : <Fact name="Refused">{refusal.message}</Fact>}
        {reason === null ? null : <Fact name="Reason">{reason}</Fact>}
        <Fact name="From">{address}</Fact>
        <Fact name="Browser">{agent || "not said"}</Fact>
        {subjectId === null ? null : (
          <Fact name="Subject">
            <span className="id">{subjectId}</span>
          </Fact>
        )}
        <Fact name="SHA-256">
          <span className="id">{hash}</span>
        </Fact>
      </dl>
      {changes.length === 0 ? (
        <p className="sub">It changed nothing that is kept here.</p>
      ) : (
        <Changes changes={changes} />
      )}
    </>
  );
}
