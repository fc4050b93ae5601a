import { type JSX, type ReactNode, useId } from "react";

/** A part of a page: a heading on an ink rule. No card, no box. */
export function Region({
  title,
  note,
  aside,
  className,
  children,
}: {
  title: ReactNode;
  /** Beside the heading. */
  note?: ReactNode;
  /** At the right end of the rule. */
  aside?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}): JSX.Element {
  const headingId = useId();
  return (
    <section className={className ? `va-region ${className}` : "va-region"} aria-labelledby={headingId}>
      <div className="va-region-head">
        <h2 id={headingId}>{title}</h2>
        {note === undefined ? null : <span className="va-region-note">{note}</span>}
        {aside === undefined ? null : <div className="va-region-aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
