import type { AppRouter } from "@v-available/api/router";
import type { Policy } from "@v-available/domain/policy";

export type PolicyInput = AppRouter["policy"]["createDraft"]["_def"]["$types"]["input"]["policy"];

/** A policy as a question of the API has it: lists that could be written to, and are not. */
export const asInput = (policy: Policy): PolicyInput => policy as PolicyInput;
