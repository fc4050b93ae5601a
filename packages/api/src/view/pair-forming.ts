export type * from "@v-available/control-plane/view/pair-forming";
