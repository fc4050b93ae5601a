"use client";
import { type JSX, type ReactNode, useId, useLayoutEffect, useRef } from "react";

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Narrow holds a list; wide, the default, a form or a table; find a field with what it finds, a whole sheet on a phone. */
  readonly width?: "narrow" | "wide" | "find";
  readonly children: ReactNode;
}

/**
 * What floats, on the browser's own modal dialog: focus goes in, stays in, and goes back to where it came from. An element
 * marked `data-first-focus` is where it begins.
 */
export function Dialog({ open, onClose, title, description, width = "wide", children }: DialogProps): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const descriptionId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!open || dialog === null) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    // Closed before it leaves the page, too: only then does the browser give the focus back.
    return () => dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Escape closes by itself
    <dialog
      ref={ref}
      className="va-dialog"
      data-width={width}
      aria-labelledby={titleId}
      aria-describedby={description === undefined ? undefined : descriptionId}
      onClose={(event) => {
        // The close of a dialog that lies in this one is not ours.
        if (event.target === ref.current && open) onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="va-dialog-inside">
        <header className="va-dialog-head">
          <h2 id={titleId} className="va-dialog-title">
            {title}
          </h2>
          <button type="button" className="va-dialog-close" aria-label="Close" onClick={onClose}>
            <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
              <path d="M1.5 1.5l9 9M10.5 1.5l-9 9" stroke="currentColor" strokeWidth="1.5" fill="none" />
            </svg>
          </button>
        </header>
        {description === undefined ? null : (
          <p id={descriptionId} className="va-dialog-description">
            {description}
          </p>
        )}
        {open ? children : null}
      </div>
    </dialog>
  );
}
