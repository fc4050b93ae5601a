import type { Sim } from "./sim";
import type { World } from "./world";

/** JSON knows no infinities, the protocol's state does. */
const INFINITIES: Readonly<Record<string, number>> = {
  "\u0000+inf": Number.POSITIVE_INFINITY,
  "\u0000-inf": Number.NEGATIVE_INFINITY,
};
const MARKS = new Map(Object.entries(INFINITIES).map(([mark, value]) => [value, mark]));

/** The whole world as text. To be taken between events, when nobody is being told anything. */
export function writeImage(sim: Sim): string {
  if (sim.inbox.length > 0) throw new Error("an image is taken between events only");
  return JSON.stringify(sim.world, (_, value) => (typeof value === "number" ? (MARKS.get(value) ?? value) : value));
}

/** @throws Error on text that is no image of this format */
export function readImage(text: string): World {
  const world: World = JSON.parse(text, (_, value) =>
    typeof value === "string" ? (INFINITIES[value] ?? value) : value,
  );
  if (world?.format !== 1) throw new Error(`the stored world has format ${world?.format}, not 1`);
  return world;
}
