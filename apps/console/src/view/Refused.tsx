import type { RefusalDetail } from "@v-available/domain/refusal";
import { Button } from "@v-available/ui/Button";
import { ErrorState } from "@v-available/ui/Notice";
import type { JSX } from "react";
import { refusalOf } from "../client/refusal";

/** Words for an error that carries no refusal: nothing was heard. */
const SILENCE: RefusalDetail = {
  code: "unreachable",
  message: "The console did not answer.",
  remedy: "The hosts go on without it.",
};

export const detailOf = (error: unknown): RefusalDetail => refusalOf(error) ?? SILENCE;

/** A page or region that could not be read: what, why, the remedy, and the way to ask again. */
export function Unread({ title, error, onRetry }: { title: string; error: unknown; onRetry: () => void }): JSX.Element {
  const { code, message, remedy } = detailOf(error);
  return (
    <ErrorState
      title={title}
      remedy={remedy}
      {...(code === "not-found" ? {} : { action: <Button onClick={onRetry}>Ask again</Button> })}
    >
      <p>{message}</p>
    </ErrorState>
  );
}

/** What a change that was refused says, where the change was asked for. */
export function RefusedNote({ error }: { error: unknown }): JSX.Element | null {
  if (error === null || error === undefined) return null;
  const { message, remedy, limit } = detailOf(error);
  return (
    <p role="alert" className="border-l-3 border-down pl-3 py-1">
      <b>{message}</b> {limit ? `Limit: ${limit}. ` : ""}
      {remedy ?? ""}
    </p>
  );
}
