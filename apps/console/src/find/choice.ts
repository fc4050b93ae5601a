import type { FoundAction, FoundKind, FoundThing } from "@v-available/api/view/find";
import type { Severity } from "@v-available/domain/state";
import { PAGES } from "../shell/page";
import { pairsAt } from "../view/address";

/** What happens when it is chosen. */
export type Deed =
  | { readonly do: "go"; readonly href: string }
  | { readonly do: "acknowledge"; readonly alarmId: string }
  /** Goes on with these words, to name what is meant. */
  | { readonly do: "say"; readonly text: string }
  | { readonly do: "strip"; readonly part: "faults" | "tour" }
  | { readonly do: "theme"; readonly theme: "system" | "light" | "dark" };

/** One line of the list. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Whether it is a name, set in the face where 0 and O differ. */
  readonly isName: boolean;
  readonly detail: string;
  readonly severity: Severity | null;
  readonly disabledBecause: string | null;
  readonly deed: Deed;
}

export interface ChoiceGroup {
  readonly title: string;
  readonly note: string;
  readonly choices: readonly Choice[];
}

const PLAIN = { isName: false, detail: "", severity: null, disabledBecause: null } as const;

/** Found by name only: the bar has no room for what is asked for now and then. */
const ASIDE = [
  { href: "/sites", label: "Sites" },
  { href: "/audit", label: "Audit" },
] as const;

const pages: readonly Choice[] = [...PAGES, ...ASIDE].map(({ href, label }) => ({
  ...PLAIN,
  id: `page ${href}`,
  label,
  deed: { do: "go", href },
}));

const command = (label: string, deed: Deed, disabledBecause: string | null = null): Choice => ({
  ...PLAIN,
  id: `do ${label}`,
  label,
  deed,
  disabledBecause,
});

export interface Here {
  readonly demo: boolean;
  /** Why nothing can be asked of the server; null while it can. */
  readonly cutOff: string | null;
}

const commands = ({ demo, cutOff }: Here): readonly Choice[] => [
  command("Create a machine", { do: "go", href: "/machines/new" }, cutOff),
  command("Form a pair", { do: "go", href: "/pairs/new" }, cutOff),
  command("Change level of a machine", { do: "say", text: "change level of " }, cutOff),
  command("Put a host into maintenance", { do: "say", text: "maintenance " }, cutOff),
  command("Acknowledge an alarm", { do: "say", text: "acknowledge " }, cutOff),
  demo
    ? command("Pull up the fault lab", { do: "strip", part: "faults" })
    : command("Pull up the fault lab", { do: "go", href: "/lab" }),
  ...(demo ? [command("Take the tour", { do: "strip", part: "tour" })] : []),
  command("Theme: light", { do: "theme", theme: "light" }),
  command("Theme: dark", { do: "theme", theme: "dark" }),
  command("Theme: as the system", { do: "theme", theme: "system" }),
];

/** What the browser knows by itself, whatever the server says. */
export const ownGroups = (here: Here): readonly ChoiceGroup[] => [
  { title: "Pages", note: "", choices: pages },
  { title: "Do", note: "", choices: commands(here) },
];

const HREF_OF: Readonly<Record<FoundKind, (thing: FoundThing) => string>> = {
  alarm: ({ id }) => `/faults?alarm=${id}`,
  machine: ({ id }) => `/machines/${id}`,
  pair: ({ id }) => `/pairs/${id}`,
  host: ({ pairId }) => `/pairs/${pairId}`,
  site: ({ name }) => pairsAt(name),
};

export const TITLE_OF: Readonly<Record<FoundKind, string>> = {
  alarm: "Open faults",
  machine: "Machines",
  pair: "Pairs",
  host: "Hosts",
  site: "Sites",
};

export const choiceOfThing = (thing: FoundThing): Choice => ({
  id: `${thing.kind} ${thing.id}`,
  label: thing.name,
  isName: thing.kind !== "alarm" && thing.kind !== "site",
  detail: thing.detail,
  severity: thing.severity,
  disabledBecause: null,
  deed: { do: "go", href: HREF_OF[thing.kind](thing) },
});

const deedOf = ({ verb, id, pairId }: FoundAction): Deed => {
  if (verb === "acknowledge") return { do: "acknowledge", alarmId: id };
  if (verb === "protect") return { do: "go", href: `/machines/${id}?do=protect` };
  return { do: "go", href: verb === "enter-maintenance" ? `/pairs/${pairId}?maintain=${id}` : `/pairs/${pairId}` };
};

export const choiceOfAction = (action: FoundAction, cutOff: string | null): Choice => ({
  ...PLAIN,
  id: `${action.verb} ${action.id}`,
  label: action.label,
  disabledBecause: cutOff ?? action.disabledBecause,
  deed: deedOf(action),
});
