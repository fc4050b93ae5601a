import type { BulkRow } from "@v-available/api/view/bulk";
import type { Permission } from "@v-available/domain/role";
import { countWords } from "@v-available/domain/wording";

export const BULK_KINDS = ["start", "stop", "move", "protect", "assign", "label"] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

export const BULK: Readonly<
  Record<
    BulkKind,
    {
      readonly label: string;
      readonly permission: Permission;
      /** What it means for a machine, in one sentence. */
      readonly means: string;
      readonly title: (machines: number) => string;
    }
  >
> = {
  start: {
    label: "Start",
    permission: "run-machines",
    means: "Each is started where its pair has room for it.",
    title: (machines) => `Start ${countWords(machines, "machine")}`,
  },
  stop: {
    label: "Stop",
    permission: "run-machines",
    means: "Each is shut down, and serves nobody until it is started again.",
    title: (machines) => `Stop ${countWords(machines, "machine")}`,
  },
  move: {
    label: "Move",
    permission: "run-machines",
    means: "The other host of its pair becomes the active one, while the machine runs.",
    title: (machines) => `Move ${countWords(machines, "machine")}`,
  },
  protect: {
    label: "Level…",
    permission: "change-machines",
    means: "The dial of each is turned; two sites and Disaster Recovery stay as they are.",
    title: (machines) => `Change the level of ${countWords(machines, "machine")}`,
  },
  assign: {
    label: "Policy…",
    permission: "change-policies",
    means:
      "Each is put under the policy by hand, which goes before labels and rules. Its level stays until it is changed.",
    title: (machines) => `Assign a policy to ${countWords(machines, "machine")}`,
  },
  label: {
    label: "Labels…",
    permission: "change-policies",
    means: "Labels decide which policy holds a machine. The others that it has stay.",
    title: (machines) => `Label ${countWords(machines, "machine")}`,
  },
};

export const changeWords = ({ before, after }: BulkRow): string => (before === "" ? after : `${before} → ${after}`);
