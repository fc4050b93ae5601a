import type { Role } from "@v-available/domain/role";

/** What each role is for, in few words. */
export const ROLE_WORDS = {
  viewer: { name: "Viewer", may: "sees everything, changes nothing" },
  operator: { name: "Operator", may: "runs machines, alarms, planned work" },
  administrator: { name: "Administrator", may: "makes and changes machines, too" },
  owner: { name: "Owner", may: "may do everything" },
} as const satisfies Record<Role, { readonly name: string; readonly may: string }>;
