import type { JSX, ReactNode } from "react";

/** Nothing is there: says what is not, and the nearest thing that is. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}): JSX.Element {
  return (
    <div className="va-notice">
      <p className="va-notice-title">{title}</p>
      {children === undefined ? null : <div>{children}</div>}
      {action === undefined ? null : <div className="va-notice-action">{action}</div>}
    </div>
  );
}

/** Something did not happen: what, why, with the number, and the remedy. */
export function ErrorState({
  title,
  children,
  remedy,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  remedy?: ReactNode;
  action?: ReactNode;
}): JSX.Element {
  return (
    <div className="va-notice" data-kind="error" role="alert">
      <p className="va-notice-title">{title}</p>
      {children === undefined ? null : <div>{children}</div>}
      {remedy === undefined || remedy === null ? null : <p>{remedy}</p>}
      {action === undefined ? null : <div className="va-notice-action">{action}</div>}
    </div>
  );
}

/** Older than its staleness bound: hatched, with its age, the last known value in words, and the next attempt. */
export function Stale({
  stale,
  note,
  children,
}: {
  stale: boolean;
  note: ReactNode;
  children: ReactNode;
}): JSX.Element {
  return (
    <div className="va-stale" data-stale={stale || undefined}>
      {stale ? <p className="va-stale-note">{note}</p> : null}
      {children}
    </div>
  );
}
