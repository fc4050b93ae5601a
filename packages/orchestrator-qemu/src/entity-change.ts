import type { Observed } from "@v-available/domain/observed";
import type { Change } from "@v-available/orchestrator/observation";

const keyOf = (entity: Observed) => `${entity.kind} ${entity.ref}`;

/** Times that move by themselves are no news; they ride along with news, or when they are asked for. */
const withoutClocks = (entity: Observed): string =>
  JSON.stringify(entity, (name, value) => (CLOCKS.has(name) ? undefined : value));
const CLOCKS = new Set([
  "observedAtMs",
  "lastHeartbeatAtMs",
  "atMs",
  "rttMs",
  "rttP50Ms",
  "rttP99Ms",
  "usedBytesPerSecond",
]);

/** Remembers what was told and gives what is new since. */
export class ToldEntities {
  readonly #told = new Map<string, { entity: Observed; exact: string; news: string }>();

  /** @param clocksOf the entities to give also when only a clock or a measurement moved */
  changes(entities: readonly Observed[], clocksOf: (entity: Observed) => boolean): Pick<Change, "upserts" | "removed"> {
    const present = new Set(entities.map(keyOf));
    const upserts: Observed[] = [];
    for (const entity of entities) {
      const before = this.#told.get(keyOf(entity));
      const exact = JSON.stringify(entity);
      if (before?.exact === exact) continue;
      const news = withoutClocks(entity);
      if (before?.news === news && !clocksOf(entity)) continue;
      this.#told.set(keyOf(entity), { entity, exact, news });
      upserts.push(entity);
    }
    const removed = [...this.#told.values()]
      .filter(({ entity }) => !present.has(keyOf(entity)))
      .map(({ entity }) => ({ kind: entity.kind, ref: entity.ref }));
    for (const gone of removed) this.#told.delete(`${gone.kind} ${gone.ref}`);
    return { upserts, removed };
  }
}
