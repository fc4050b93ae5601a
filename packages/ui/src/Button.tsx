"use client";
import { type ComponentPropsWithoutRef, type JSX, type ReactNode, useId } from "react";

export interface ButtonProps extends Omit<ComponentPropsWithoutRef<"button">, "disabled"> {
  /** The one action that the page is for. */
  readonly primary?: boolean;
  readonly small?: boolean;
  /**
   * Why it cannot be done now and when that ends. The button keeps its place and its focus, dashed, with this reason
   * shown below and spoken after its name.
   */
  readonly blockedBy?: ReactNode;
}

export function Button({ primary, small, blockedBy, className, onClick, ...rest }: ButtonProps): JSX.Element {
  const reasonId = useId();
  const blocked = blockedBy !== undefined && blockedBy !== null && blockedBy !== false;
  const button = (
    <button
      type="button"
      className={`va-button${className ? ` ${className}` : ""}`}
      data-primary={primary || undefined}
      data-small={small || undefined}
      {...rest}
      {...(blocked
        ? {
            "aria-disabled": true,
            "aria-describedby": reasonId,
            // A blocked submit must not send its form.
            onClick: (event) => event.preventDefault(),
          }
        : { onClick })}
    />
  );
  if (!blocked) return button;
  return (
    <span className="va-blocked">
      {button}
      <span id={reasonId} className="va-reason">
        {blockedBy}
      </span>
    </span>
  );
}
