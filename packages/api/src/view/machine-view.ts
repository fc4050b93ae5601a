export type * from "@v-available/control-plane/view/machine-view";
