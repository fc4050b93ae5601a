"use client";
import { useQuery } from "@tanstack/react-query";
import type { Permission } from "@v-available/domain/role";
import { useConnection } from "./connection";
import { useTRPC } from "./trpc";

/** Why the reader's role does not allow it; null where it does, or where nobody has heard yet. */
export function useForbidden(permission: Permission): string | null {
  const system = useQuery(useTRPC().system.info.queryOptions());
  return system.data?.person.mayNot[permission] ?? null;
}

/** Why this cannot be asked for now: the console is cut off, or the reader's role does not allow it; null where it can. */
export function useBlocked(permission: Permission): string | null {
  const { reason } = useConnection();
  const forbidden = useForbidden(permission);
  return reason ?? forbidden;
}
