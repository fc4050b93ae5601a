export type * from "@v-available/control-plane/view/host-replacing";
