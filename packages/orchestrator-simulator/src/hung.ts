import type { SimVm } from "./world/machine";

/** The guest stands still. Worlds that were written down before guests could hang say nothing of it. */
export const isHung = ({ hangRun }: SimVm): boolean => hangRun !== null && hangRun !== undefined;
