import type { Queryable } from "@v-available/db/database";
import { admitProtection } from "@v-available/domain/admission";
import { previewCreate } from "@v-available/domain/create-preview";
import { type CapabilityAnswers, refusalOf } from "@v-available/domain/finding";
import { DIAL_STOPS } from "@v-available/domain/level";
import { asMachine } from "@v-available/domain/machine-admission";
import { PLACES_COUNTED_TO, placementOf } from "@v-available/domain/placement";
import { LOSSES } from "@v-available/domain/prediction";
import { freerSide } from "@v-available/domain/room";
import { barredAtSite } from "../authorise";
import type { Actor } from "../desk";
import { notFound } from "../query/not-found";
import type { Picture, PicturedPair, TakePicture } from "../query/picture";
import type { CreatePreview, PlaceView } from "../view/create-preview";
import { protectionAtStop } from "./action";
import type { PreviewCreateInput } from "./input";
import { machineWorld } from "./machine-world";
import { predictionView } from "./prediction";
import { refuseIfImpossible } from "./refuse";
import { allCapabilities, fieldCheckView } from "./view";

/** The first part of the name is typed before the rest; until then it stands for itself. */
const NAMELESS = "the-machine";

const siteOf = ({ site }: PicturedPair) => site && { id: site.id, name: site.name };

const matches = (text: string) => (pair: PicturedPair) =>
  [pair.row.name, pair.site?.name ?? ""].some((name) => name.toLowerCase().includes(text.trim().toLowerCase()));

/** What would come of a machine as it is being filled in: where it has room, what refuses it there, what it survives. */
export async function viewCreatePreview(
  db: Queryable,
  nowMs: number,
  input: PreviewCreateInput,
  actor: Actor,
  take: TakePicture,
): Promise<CreatePreview> {
  refuseIfImpossible(input.protection);
  const picture = await take(db, nowMs);
  const capabilities = await allCapabilities(db);
  const able = ({ row }: PicturedPair): CapabilityAnswers => capabilities.get(row.adapter) ?? {};
  const places = placesFor(picture, input, actor, able);
  const { pairId, places: _, name, ...rest } = input;
  const best = places.ranked.find(({ forbiddenBecause, refusedBecause }) => !(forbiddenBecause ?? refusedBecause));
  const chosen = pairId ?? best?.pair.id ?? places.ranked[0]?.pair.id ?? null;
  if (chosen === null) return { places, at: null };
  const pair = picture.pair(chosen);
  if (!pair) throw notFound("pair", "pairId", chosen);
  const side = rest.side ?? freerSide(pair.facts);
  const definition = { ...rest, name: name ?? NAMELESS, pairRef: pair.row.ref, side };
  const world = await machineWorld(db, picture, pair, able(pair));
  const { verdict, findings, after } = previewCreate(definition, world);
  const { protection } = definition;
  return {
    places,
    at: {
      pair: { id: pair.row.id, name: pair.row.name },
      hosts: { a: pair.hosts.a?.name ?? "host A", b: pair.hosts.b?.name ?? "host B" },
      side,
      verdict,
      checks: findings.map(fieldCheckView),
      dial: DIAL_STOPS.map((stop) => {
        const wanted = protectionAtStop(protection, stop);
        const block = refusalOf(admitProtection(asMachine(definition), pair.facts, wanted, able(pair)));
        return { stop, refusedBecause: block?.message ?? null };
      }),
      predictions: LOSSES.map((loss) => predictionView(after[loss], pair)),
    },
  };
}

function placesFor(
  picture: Picture,
  { vcpus, memoryMiB, protection, places }: PreviewCreateInput,
  actor: Actor,
  capabilitiesOf: (pair: PicturedPair) => CapabilityAnswers,
): CreatePreview["places"] {
  const found = places.trim() === "" ? picture.pairs : picture.pairs.filter(matches(places));
  const { ranked, asked } = placementOf(
    { vcpus, memoryMiB, protection },
    found.map((pair) => ({ pair, facts: pair.facts, capabilities: capabilitiesOf(pair) })),
  );
  const rows = ranked.map(({ pair: { pair }, room, spareMiB }): PlaceView => {
    const barred = barredAtSite(actor, siteOf(pair));
    return {
      pair: { id: pair.row.id, name: pair.row.name },
      site: siteOf(pair),
      fits: room.fits,
      orMore: room.fits === PLACES_COUNTED_TO,
      spareMiB,
      refusedBecause: room.fits === 0 ? (room.stoppedBy?.sentence ?? null) : null,
      forbiddenBecause: barred && `${barred.message} ${barred.remedy}`,
    };
  });
  return { ranked: rows, asked, of: found.length };
}
