"use client";
import { useQuery } from "@tanstack/react-query";
import type { Permission } from "@v-available/domain/role";
import { useConnection } from "./connection";
import { useTRPC } from "./trpc";

/** Why this cannot be asked for now: the console is cut off, or the reader's role does not allow it; null where it can. */
export function useBlocked(permission: Permission): string | null {
  const { reason } = useConnection();
  const system = useQuery(useTRPC().system.info.queryOptions());
  return reason ?? system.data?.person.mayNot[permission] ?? null;
}
