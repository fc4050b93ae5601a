export type * from "@v-available/control-plane/view/loss-consent";
