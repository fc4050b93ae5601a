"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import type { JSX } from "react";
import { useConnection } from "../client/connection";
import { useKeys } from "../shell/keys";
import { useAcknowledge } from "./acknowledge";

/** The key `a` and its button: acknowledge what is selected, and again to undo. */
export function AcknowledgeKey({ alarm }: { alarm: AlarmRow }): JSX.Element {
  const { acknowledged, possible, toggle } = useAcknowledge(alarm);
  const { cutOff } = useConnection();
  const off = cutOff || !possible;
  useKeys((key) => {
    if (key !== "a" || off) return false;
    toggle();
    return true;
  });
  return (
    <button type="button" onClick={off ? undefined : toggle} aria-disabled={off || undefined}>
      <kbd>a</kbd> {acknowledged ? "undo" : "acknowledge"}
    </button>
  );
}
