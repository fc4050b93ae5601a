import type { Role } from "@v-available/domain/role";

/** What each role is for, in few words. */
export const ROLE_WORDS = {
  viewer: { name: "Viewer", may: "sees everything, changes nothing" },
  operator: { name: "Operator", may: "and runs machines, alarms, planned work" },
  administrator: { name: "Administrator", may: "and makes and changes machines" },
  owner: { name: "Owner", may: "and says who may do what" },
} as const satisfies Record<Role, { readonly name: string; readonly may: string }>;
