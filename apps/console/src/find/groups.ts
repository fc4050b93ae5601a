import type { FindView } from "@v-available/api/view/find";
import { bestMatches, matchScore, wordsOf } from "@v-available/domain/find-match";
import { numberWords } from "@v-available/domain/wording";
import { type Choice, type ChoiceGroup, choiceOfAction, choiceOfThing, type Here, ownGroups, TITLE_OF } from "./choice";
import { KNOWN_KINDS, type knownThings } from "./known";

const KNOWN_SHOWN = 8;

/** By what it is called, and the words beside it. */
const answers = (words: readonly string[]) => (choice: Choice) =>
  matchScore(choice.label.toLowerCase(), choice.detail.toLowerCase(), words) !== null;

export interface Found {
  readonly text: string;
  readonly here: Here;
  /** The answer to this text; undefined until it is there. */
  readonly answer: FindView | undefined;
  readonly known: ReturnType<typeof knownThings>;
  readonly recent: readonly Choice[];
}

/** The list as it stands: what the browser knows at once, and what the server found in its place as soon as it answers. */
export function groupsOf({ text, here, answer, known, recent }: Found): readonly ChoiceGroup[] {
  const words = wordsOf(text);
  const own = ownGroups(here).map((group) => ({ ...group, choices: group.choices.filter(answers(words)) }));
  const things = answer ? foundGroups(answer) : words.length === 0 ? [] : knownGroups(known, words);
  const actions = (answer?.actions ?? []).map((action) => choiceOfAction(action, here.cutOff));
  const groups =
    words.length === 0
      ? [{ title: "Recent", note: "", choices: recent }, ...things, ...own]
      : [{ title: "Do with it", note: "", choices: actions }, ...byBest([...things, ...own], words)];
  return groups.filter(({ choices }) => choices.length > 0);
}

/** A pair that is called just so stands above machines that are on it. */
function byBest(groups: readonly ChoiceGroup[], words: readonly string[]): readonly ChoiceGroup[] {
  const best = ({ choices }: ChoiceGroup): number =>
    Math.min(
      ...choices.map(
        ({ label, detail }) => matchScore(label.toLowerCase(), detail.toLowerCase(), words) ?? Number.POSITIVE_INFINITY,
      ),
    );
  return groups.toSorted((a, b) => best(a) - best(b) || 0);
}

const foundGroups = ({ groups }: FindView): readonly ChoiceGroup[] =>
  groups.map(({ kind, total, found }) => ({
    title: TITLE_OF[kind],
    note: total > found.length ? `${found.length} of ${numberWords(total)}` : "",
    choices: found.map(choiceOfThing),
  }));

const knownGroups = (known: Found["known"], words: readonly string[]): readonly ChoiceGroup[] =>
  KNOWN_KINDS.map((kind) => ({
    title: TITLE_OF[kind],
    note: "",
    choices: bestMatches(
      known.filter((thing) => thing.kind === kind),
      words,
      KNOWN_SHOWN,
    ).found.map(choiceOfThing),
  }));
