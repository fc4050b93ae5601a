import type { ExposureCause } from "@v-available/api/view/overview";

export const EXPOSURE_CAUSE_WORD = {
  "planned-work": "Planned work",
  "host-lost": "Host lost",
  disk: "Disk",
  links: "Links",
  witness: "Witness",
  other: "Other",
} as const satisfies Record<ExposureCause, string>;
