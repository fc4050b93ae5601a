import type { JSX } from "react";
import { Link } from "../shell/Link";
import styles from "./Crumbs.module.css";

export interface Crumb {
  readonly word: string;
  /** Undefined where one is already. */
  readonly href?: string;
  /** A name, in the face where 0 and O differ. */
  readonly isName?: boolean;
}

/** Where this one stands among its like, with the way to the one before and the one after. */
export interface Place {
  readonly words: string;
  readonly previous: { readonly href: string; readonly label: string } | null;
  readonly next: { readonly href: string; readonly label: string } | null;
}

/** Where one is, one level up at a time. */
export function Crumbs({ label, path, place }: { label: string; path: readonly Crumb[]; place?: Place }): JSX.Element {
  return (
    <nav className={styles.crumbs} aria-label={label}>
      <ol>
        {path.map(({ word, href, isName }) => (
          <li key={word}>
            {href === undefined ? (
              <span className={isName ? "id" : undefined}>{word}</span>
            ) : (
              <Link href={href} className={isName ? "id" : undefined}>
                {word}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {place === undefined ? null : (
        <span className={styles.place}>
          {place.words}
          {place.previous === null ? null : (
            <Link href={place.previous.href} aria-label={place.previous.label}>
              <kbd>k</kbd>
            </Link>
          )}
          {place.next === null ? null : (
            <Link href={place.next.href} aria-label={place.next.label}>
              <kbd>j</kbd>
            </Link>
          )}
        </span>
      )}
    </nav>
  );
}
