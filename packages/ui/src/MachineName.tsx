import type { JSX } from "react";

/** How many letters of the end stay: names of one family differ there. */
const TAIL = 6;
const SHORT_ENOUGH = 16;

/**
 * A name in the face where 0 and O, 1 and l differ. Where there is no room it is shortened in the middle, by the
 * browser, so that copying it still gives the whole name.
 */
export function MachineName({ name, strong = false }: { name: string; strong?: boolean }): JSX.Element {
  const className = strong ? "va-name va-name-strong" : "va-name";
  if (name.length <= SHORT_ENOUGH) return <span className={className}>{name}</span>;
  return (
    <span className={`${className} va-name-long`} title={name}>
      <span className="va-name-head">{name.slice(0, -TAIL)}</span>
      <span className="va-name-tail">{name.slice(-TAIL)}</span>
    </span>
  );
}
