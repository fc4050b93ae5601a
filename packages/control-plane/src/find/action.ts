import type { Queryable } from "@v-available/db/database";
import { allowedAlarm } from "@v-available/domain/alarm-transition";
import { bestMatches } from "@v-available/domain/find-match";
import { mayWithRole, PERMISSIONS, type Permission } from "@v-available/domain/role";
import type { Entrusted } from "../desk";
import { viewMaintenance } from "../host/maintenance";
import type { FoundAction } from "../view/find";
import { actionsOf } from "../vm/action";
import { findMachine } from "../vm/view";
import type { Entry, Names } from "./index-of-names";

const SHOWN = 4;

/** Words that say what is wanted, and words that may stand beside them. */
interface Phrase {
  readonly says: readonly string[];
  readonly beside: readonly string[];
}

const ACKNOWLEDGE: Phrase = { says: ["acknowledge"], beside: ["alarm", "the"] };
const MAINTENANCE: Phrase = { says: ["put", "maintenance"], beside: ["host", "into", "end", "of", "the"] };
const CHANGE_LEVEL: Phrase = { says: ["change", "level"], beside: ["of", "the", "machine"] };

/** What is left to name the thing by; null where the phrase is not said. */
function namedBy({ says, beside }: Phrase, words: readonly string[]): readonly string[] | null {
  const begins = (phrase: readonly string[]) => (word: string) =>
    phrase.some((of) => of === word || (word.length > 2 && of.startsWith(word)));
  if (!words.some(begins(says))) return null;
  return words.filter((word) => !begins(says)(word) && !begins(beside)(word));
}

interface Asked {
  readonly db: Queryable;
  readonly nowMs: number;
  readonly names: Names;
  readonly words: readonly string[];
  readonly actor: Entrusted;
}

/** What can be done with what is named, each with the reason where it cannot be done now. */
export async function findActions(asked: Asked): Promise<FoundAction[]> {
  return [...acknowledging(asked), ...(await maintaining(asked)), ...(await changingLevel(asked))];
}

const forbidden = ({ name, role }: Entrusted, permission: Permission): string | null =>
  mayWithRole(role, permission)
    ? null
    : `${name} is ${role} and may not ${PERMISSIONS[permission].words}; ask somebody who is ${PERMISSIONS[permission].least}.`;

function acknowledging({ names, words, actor }: Asked): FoundAction[] {
  const rest = namedBy(ACKNOWLEDGE, words);
  if (rest === null) return [];
  return bestMatches(names.alarm, rest, SHOWN).found.map(
    ({ id, name, pairId, row: { operatorState, clearedAtMs } }) => {
      const verdict = allowedAlarm("alarm.acknowledge", { cleared: clearedAtMs !== null, operatorState });
      return {
        verb: "acknowledge",
        id,
        label: `Acknowledge ${name}`,
        pairId,
        disabledBecause: forbidden(actor, "handle-alarms") ?? (verdict.allowed ? null : verdict.reason),
      };
    },
  );
}

/** Of thousands, none is meant until one is named. */
const meant = (entries: readonly Entry[], rest: readonly string[] | null): readonly Entry[] =>
  rest === null || rest.length === 0 ? [] : bestMatches(entries, rest, SHOWN).found;

function maintaining({ db, nowMs, names, words, actor }: Asked): Promise<FoundAction[]> {
  const lacks = forbidden(actor, "do-maintenance");
  return Promise.all(
    meant(names.host, namedBy(MAINTENANCE, words)).map(async ({ id, name, pairId }): Promise<FoundAction> => {
      const view = await viewMaintenance(db, nowMs, id);
      const shared = { id, pairId };
      if (view.cannotLeaveBecause === null)
        return {
          ...shared,
          verb: "leave-maintenance",
          label: `End the maintenance of ${name}`,
          disabledBecause: lacks,
        };
      return {
        ...shared,
        verb: "enter-maintenance",
        label: `Put ${name} into maintenance`,
        disabledBecause: lacks ?? view.cannotEnterBecause,
      };
    }),
  );
}

function changingLevel({ db, nowMs, names, words, actor }: Asked): Promise<FoundAction[]> {
  const lacks = forbidden(actor, "change-machines");
  return Promise.all(
    meant(names.machine, namedBy(CHANGE_LEVEL, words)).map(async ({ id, name, pairId }): Promise<FoundAction> => {
      const { machine, pair, capabilities, runningTask } = await findMachine(db, nowMs, id);
      const action = actionsOf(machine, pair, capabilities, runningTask).find(({ action }) => action === "protect");
      return {
        verb: "protect",
        id,
        label: `Change level of ${name}`,
        pairId,
        disabledBecause: lacks ?? action?.disabledBecause ?? null,
      };
    }),
  );
}
