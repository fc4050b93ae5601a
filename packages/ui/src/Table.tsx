import type { ComponentPropsWithoutRef, JSX, ReactNode } from "react";

/** Rows of 32, hairlines between, words left and numbers right. */
export function Table({
  className,
  dense,
  ...rest
}: ComponentPropsWithoutRef<"table"> & { dense?: boolean }): JSX.Element {
  return <table className={`va-table${className ? ` ${className}` : ""}`} data-dense={dense || undefined} {...rest} />;
}

export type SortDirection = "ascending" | "descending";

export interface HeadProps {
  readonly children: ReactNode;
  readonly number?: boolean;
  readonly className?: string;
  /** Undefined: this column cannot be sorted by. */
  readonly sort?: { readonly direction: SortDirection | null; readonly onSort: () => void } | undefined;
}

/** A column head; where the column sorts, the head is the button. */
export function Head({ children, number = false, className, sort }: HeadProps): JSX.Element {
  return (
    <th
      scope="col"
      className={className}
      data-number={number || undefined}
      aria-sort={sort === undefined ? undefined : (sort.direction ?? "none")}
    >
      {sort === undefined ? (
        children
      ) : (
        <button type="button" className="va-sort" onClick={sort.onSort}>
          {children}
          <svg width="7" height="8" viewBox="0 0 7 8" aria-hidden="true" data-direction={sort.direction ?? "none"}>
            <path d="M3.5 1L6.5 6.5h-6z" fill="currentColor" />
          </svg>
        </button>
      )}
    </th>
  );
}

export function Cell({ number = false, ...rest }: ComponentPropsWithoutRef<"td"> & { number?: boolean }): JSX.Element {
  return <td data-number={number || undefined} {...rest} />;
}
