/** By what a rule finds machines; all that it names must hold. */
export interface AssignmentRule {
  readonly site: string | null;
  /** "till-*": a star is any text, a question mark any one character. */
  readonly namePattern: string | null;
  readonly label: string | null;
}

export type AssignedBy =
  | { readonly kind: "machine"; readonly machineId: string }
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "rule"; readonly rule: AssignmentRule };

export type PolicyAssignment = AssignedBy & {
  /** Sorts by when it was made. */
  readonly id: string;
  readonly policyId: string;
};

export interface AssignableMachine {
  readonly id: string;
  readonly name: string;
  readonly siteName: string;
  readonly labels: readonly string[];
}

export interface Assigned {
  readonly policyId: string;
  readonly assignmentId: string;
  /** "by hand", "by its label tills", "by the rule: name till-*, site Reading". */
  readonly why: string;
  /** Assignments of other policies that this one goes before, strongest first. */
  readonly before: readonly string[];
}

/** The order in which assignments are asked: what names one machine goes before what names a kind of them. */
export const PRECEDENCE = ["machine", "label", "rule"] as const satisfies readonly PolicyAssignment["kind"][];
export const PRECEDENCE_WORDS =
  "By hand goes before by label, and by label before by rule; of two alike the one that was made first holds.";

export function ruleWords({ site, namePattern, label }: AssignmentRule): string {
  return [namePattern && `name ${namePattern}`, site && `site ${site}`, label && `label ${label}`]
    .filter((part) => part !== null && part !== "")
    .join(", ");
}

export function assignedWords(by: AssignedBy): string {
  if (by.kind === "machine") return "by hand";
  return by.kind === "label" ? `by its label ${by.label}` : `by the rule: ${ruleWords(by.rule)}`;
}

const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/\*+/g, "*")
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".")}$`,
  );

type Finds = (machine: AssignableMachine) => boolean;

function findsOf(by: AssignedBy): Finds {
  if (by.kind === "machine") return ({ id }) => id === by.machineId;
  if (by.kind === "label") return ({ labels }) => labels.includes(by.label);
  const { site, namePattern, label } = by.rule;
  const pattern = namePattern === null ? null : patternOf(namePattern);
  return (machine) =>
    (site === null || machine.siteName === site) &&
    (pattern === null || pattern.test(machine.name)) &&
    (label === null || machine.labels.includes(label));
}

/**
 * Says for any machine which policy holds it, and why; null where none does. Made once for many machines: patterns are
 * read, and machines that are named are looked up.
 */
export function assignmentAsker(
  assignments: readonly PolicyAssignment[],
): (machine: AssignableMachine) => Assigned | null {
  const ordered = [...assignments].sort(
    (one, other) => PRECEDENCE.indexOf(one.kind) - PRECEDENCE.indexOf(other.kind) || (one.id < other.id ? -1 : 1),
  );
  const byHand = new Map<string, PolicyAssignment[]>();
  const others: { assignment: PolicyAssignment; finds: Finds }[] = [];
  for (const assignment of ordered) {
    if (assignment.kind !== "machine") others.push({ assignment, finds: findsOf(assignment) });
    else byHand.set(assignment.machineId, [...(byHand.get(assignment.machineId) ?? []), assignment]);
  }
  return (machine) => {
    const found = [
      ...(byHand.get(machine.id) ?? []),
      ...others.filter(({ finds }) => finds(machine)).map(({ assignment }) => assignment),
    ];
    const [first] = found;
    if (!first) return null;
    return {
      policyId: first.policyId,
      assignmentId: first.id,
      why: assignedWords(first),
      before: found.filter(({ policyId }) => policyId !== first.policyId).map(({ id }) => id),
    };
  };
}
