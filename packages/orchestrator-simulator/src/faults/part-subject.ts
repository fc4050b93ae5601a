import { namesOf, type PartKind, PREDICTED_KINDS, predictionOf, serviceOf, sparedParts } from "../part";
import { hostOf, type Sim } from "../sim";
import type { SimFault } from "../world";
import type { SimHost } from "../world/host";
import { everyOfHosts } from "./subject";

export function partOf(sim: Sim, { subjectRef }: SimFault): { host: SimHost; name: string } {
  const [hostRef = "", name = ""] = subjectRef.split("/");
  return { host: hostOf(sim, hostRef), name };
}

const everyPart = (names: (host: SimHost, sim: Sim) => readonly string[]) =>
  everyOfHosts(names, ({ name }, part) => `${name}, ${part}`);

export const everySparedPart = (kind: PartKind) => everyPart((host) => sparedParts(host, kind));

/** Such as fail at work: of a host that runs, besides those that have failed. */
export const everyWorkingPart = (kind: PartKind) =>
  everyPart((host) => namesOf(kind).filter((name) => host.power === "on" || serviceOf(host, name) !== "in"));

/** Parts that nothing is known to be wrong with, besides what is predicted. */
export const everySoundPart = everyPart((host, { world }) =>
  PREDICTED_KINDS.flatMap(namesOf).filter(
    (name) => serviceOf(host, name) === "in" || predictionOf(world, host, name) !== undefined,
  ),
);

/** Such as go on after an error. */
export const everyForgivenPart = (kind: PartKind) =>
  everyPart((host) => namesOf(kind).filter((name) => host.power === "on" && serviceOf(host, name) === "in"));
