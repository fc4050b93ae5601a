import type { WitnessState } from "@v-available/pair-protocol/witness";
import { partOf } from "@v-available/pair-protocol/witness-step";
import type { Scheduled } from "./event-queue";
import { laneOf } from "./lane";
import { DEFAULT_SETTINGS } from "./setting";
import type { Sim } from "./sim";
import type { World } from "./world";
import type { SimWitness } from "./world/witness";
import type { WorldEvent } from "./world-event";
import { type WorldImage, worldOf } from "./world-image";

/** JSON knows no infinities, the protocol's state does. */
const INFINITIES: Readonly<Record<string, number>> = {
  "\u0000+inf": Number.POSITIVE_INFINITY,
  "\u0000-inf": Number.NEGATIVE_INFINITY,
};
const MARKS = new Map(Object.entries(INFINITIES).map(([mark, value]) => [value, mark]));

/** The whole world as one text, for one that is small. To be taken between events, when nobody is being told anything. */
export function writeImage(sim: Sim): string {
  if (sim.inbox.length > 0) throw new Error("an image is taken between events only");
  return textOf(sim.world);
}

/** JSON, with marks for what JSON does not know. */
export type Text = string;
export const textOf = (value: unknown): Text =>
  JSON.stringify(value, (_, one) => (typeof one === "number" ? (MARKS.get(one) ?? one) : one));

const FORMAT = 2;

/** The text is no image, or one of another format; the message goes on from "The fleet …". */
export class UnreadableImage extends Error {
  override readonly name = "UnreadableImage";
}

/** @throws UnreadableImage */
export function readImage(image: Text | WorldImage): World {
  const world = worldOf(typeof image === "string" ? { head: image, parts: [] } : image);
  if (world?.format === FORMAT) return withLanes(withWitnessesByPair(withEverySetting(world)));
  if (Number.isInteger(world?.format)) throw new UnreadableImage("was written by an earlier version");
  throw new UnreadableImage("is damaged: it is no image of a fleet");
}

/** @throws UnreadableImage */
export function parseWorld<Part>(text: Text): Part | null {
  try {
    return JSON.parse(text, (_, value) => (typeof value === "string" ? (INFINITIES[value] ?? value) : value));
  } catch (error) {
    throw new UnreadableImage("is damaged: its text is cut off or was changed", { cause: error });
  }
}

/** A world keeps the times that it was made with; one that was written down before there was such a time has it by default. */
function withEverySetting(world: World): World {
  const { settings } = world;
  const timing = { ...DEFAULT_SETTINGS.timing, ...settings.timing };
  const rhythm = { ...DEFAULT_SETTINGS.rhythm, ...settings.rhythm };
  return { ...world, settings: { ...DEFAULT_SETTINGS, ...settings, timing, rhythm } };
}

/** Worlds were written down before in which everything waited in one heap. */
function withLanes(world: World): World {
  const queue: World["queue"] & { heap?: Scheduled<WorldEvent>[] } = world.queue;
  const { heap } = queue;
  if (heap === undefined) return world;
  delete queue.heap;
  queue.lanes = {};
  // In order of time each lane is a heap.
  for (const one of heap.sort((left, right) => left.atMs - right.atMs || left.sequence - right.sequence)) {
    const lane = laneOf(world, one.event);
    queue.lanes[lane] ??= [];
    queue.lanes[lane].push(one);
  }
  return world;
}

/** Worlds were written down before in which a witness had one state for all of its pairs. */
function withWitnessesByPair(world: World): World {
  for (const witness of Object.values<SimWitness & { protocol?: WitnessState }>(world.witnesses)) {
    const { protocol } = witness;
    if (protocol === undefined) continue;
    delete witness.protocol;
    const ofPair = (times: WitnessState["grantedAtMs"], pairRef: string) =>
      Object.fromEntries(Object.entries(times).filter(([key]) => key.startsWith(`${pairRef}/`)));
    witness.protocolOf = Object.fromEntries(
      witness.pairs.map((pairRef) => [
        pairRef,
        {
          ...protocol,
          durable: partOf(protocol.durable, pairRef),
          grantedAtMs: ofPair(protocol.grantedAtMs, pairRef),
          previousLeaseEndsAtMs: ofPair(protocol.previousLeaseEndsAtMs, pairRef),
        },
      ]),
    );
  }
  return world;
}
