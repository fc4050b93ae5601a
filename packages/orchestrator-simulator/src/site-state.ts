import type { World } from "./world";

const holds = ({ faults }: World, kind: string, siteRef: string): boolean =>
  Object.values(faults).some((fault) => fault.kind === kind && fault.subjectRef === siteRef);

export const siteHasPower = (world: World, siteRef: string): boolean => !holds(world, "site-power", siteRef);
/** Whether anybody elsewhere hears what stands there. */
export const siteIsReached = (world: World, siteRef: string): boolean => !holds(world, "site-isolated", siteRef);
