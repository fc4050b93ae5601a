import type { Queryable } from "@v-available/db/database";
import { bestMatches, wordsOf } from "@v-available/domain/find-match";
import type { Entrusted } from "../desk";
import { type FindView, FOUND_KINDS, type FoundThing } from "../view/find";
import { findActions } from "./action";
import type { Entry, IndexOfNames } from "./index-of-names";
import type { FindInput } from "./input";

const SHOWN = 8;

/** What answers to the words: things by their names and places, and what can be done with them. Without a word, the open alarms. */
export async function find(
  db: Queryable,
  nowMs: number,
  index: IndexOfNames,
  { text }: FindInput,
  actor: Entrusted,
): Promise<FindView> {
  const names = await index.read(db);
  const words = wordsOf(text);
  const groups = FOUND_KINDS.filter((kind) => words.length > 0 || kind === "alarm").map((kind) => {
    const { total, found } = bestMatches<Entry>(names[kind], words, SHOWN);
    return { kind, total, found: found.map(thing) };
  });
  return {
    revision: names.revision,
    groups: groups.filter(({ total }) => total > 0),
    actions: words.length === 0 ? [] : await findActions({ db, nowMs, names, words, actor }),
  };
}

const thing = ({ kind, id, name, detail, pairId, severity }: Entry): FoundThing => ({
  kind,
  id,
  name,
  detail,
  pairId,
  severity,
});
