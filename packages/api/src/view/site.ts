export type * from "@v-available/control-plane/view/site";
