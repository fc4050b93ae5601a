"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import type { JSX, ReactNode } from "react";

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}

/** What floats: asks before a change. Focus goes in, stays in, and goes back to where it came from. */
export function Dialog({ open, onClose, title, description, children }: DialogProps): JSX.Element {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="va-backdrop" />
        <Base.Popup className="va-dialog">
          <header className="va-dialog-head">
            <Base.Title className="va-dialog-title">{title}</Base.Title>
            <Base.Close className="va-dialog-close" aria-label="Close">
              <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d="M1.5 1.5l9 9M10.5 1.5l-9 9" stroke="currentColor" strokeWidth="1.5" fill="none" />
              </svg>
            </Base.Close>
          </header>
          {description === undefined ? null : (
            <Base.Description className="va-dialog-description">{description}</Base.Description>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
