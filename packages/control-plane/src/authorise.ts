import { Refusal } from "@v-available/domain/refusal";
import { mayWithRole, PERMISSIONS, type Permission } from "@v-available/domain/role";
import type { Actor } from "./desk";

/** Whoever may look may not therefore act. */
export function authorise(actor: Actor, permission: Permission): void {
  if (mayWithRole(actor.role, permission)) return;
  const { least, words } = PERMISSIONS[permission];
  throw new Refusal({
    code: "forbidden",
    message: `${actor.name} is ${actor.role} and may not ${words}.`,
    remedy: `Ask somebody who is ${least}.`,
  });
}
