import type { Sim } from "../sim";
import type { FaultSubjectOffer } from "./fault-type";

export const everyHost = (sim: Sim): FaultSubjectOffer[] =>
  Object.values(sim.world.hosts).map(({ ref, name, pairRef }) => ({ ref, label: name, pairRef }));

export const everyPair = (sim: Sim): FaultSubjectOffer[] =>
  Object.values(sim.world.pairs).map(({ ref, name }) => ({ ref, label: name, pairRef: ref }));
