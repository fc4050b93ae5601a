import { Refusal } from "@v-available/domain/refusal";
import type { Actor } from "./desk";

/** Whoever may look may not therefore act. */
export function authorise(actor: Actor, what: string): void {
  if (actor.kind === "operator") return;
  throw new Refusal({
    code: "blocked",
    message: `${actor.name} may look, but not ${what}.`,
    remedy: "Ask an operator.",
  });
}
