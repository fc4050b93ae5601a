"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { type JSX, Suspense } from "react";
import { lazily } from "../client/lazily";
import { useKeys } from "../shell/keys";
import { useShelving } from "./shelve";

const ShelveDialog = lazily(() => import("./ShelveDialog").then(({ ShelveDialog }) => ShelveDialog));

/** The key `s` and its button: shelve what is selected, and again to take it off the shelf. */
export function ShelveKey({ alarm }: { alarm: AlarmRow }): JSX.Element {
  const { shelved, blockedBy, asking, press, leave } = useShelving(alarm);
  const off = blockedBy !== null;
  useKeys((key) => {
    if (key !== "s" || off) return false;
    press();
    return true;
  });
  return (
    <>
      <button
        type="button"
        onClick={off ? undefined : press}
        aria-disabled={off || undefined}
        title={blockedBy ?? undefined}
      >
        <kbd>s</kbd> {shelved ? "take off the shelf" : "shelve"}
      </button>
      {asking ? (
        <Suspense>
          <ShelveDialog alarm={alarm} onClose={leave} />
        </Suspense>
      ) : null}
    </>
  );
}
