import type { HostRecord } from "@v-available/domain/observed";
import type { EventDraft } from "../event/seal";
import type { Fleet } from "./fleet";
import { nameOf } from "./write-thing";

export type SubjectFacts = NonNullable<EventDraft["subject"]>;

/** A record's subject under the name that people know. What is gone or is a component keeps the adapter's own. */
export function subjectOf(fleet: Fleet, { subject, pairRef }: Pick<HostRecord, "subject" | "pairRef">): SubjectFacts {
  if (subject.kind === "component") return { ...subject, id: null, name: componentName(fleet, pairRef, subject.ref) };
  const known = fleet.get(subject.kind, subject.ref);
  if (!known) return { ...subject, id: null, name: subject.ref };
  const name = nameOf(known.observed);
  const pair = known.observed.kind === "link" ? fleet.get("pair", known.observed.pairRef)?.observed.name : undefined;
  return { ...subject, id: known.id, name: pair ? `${pair} ${name}` : name };
}

/** A component's reference often begins with that of its host, which is no name for people. */
function componentName(fleet: Fleet, pairRef: string, ref: string): string {
  for (const { observed: host } of fleet.all("host")) {
    if (host.pairRef === pairRef && ref.startsWith(host.ref))
      return `${host.name} ${ref.slice(host.ref.length).replace(/^[\s/:.]+/, "")}`;
  }
  return ref;
}

/** A host's sentence with the names that people know in place of the adapter's references. */
export function inNames(
  fleet: Fleet,
  { sentence, pairRef, vmRefs }: Pick<HostRecord, "sentence" | "pairRef" | "vmRefs">,
) {
  const pair = fleet.get("pair", pairRef)?.observed;
  const things = [
    pair,
    ...Object.values(pair?.hostRefs ?? {}).map((ref) => fleet.get("host", ref)?.observed),
    ...vmRefs.map((ref) => fleet.get("vm", ref)?.observed),
  ];
  let text = sentence;
  for (const thing of things) if (thing && thing.ref !== thing.name) text = replaceWord(text, thing.ref, thing.name);
  return text;
}

/** "host-1" is not a part of "host-10". */
const replaceWord = (text: string, word: string, by: string) =>
  text.replace(new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "g"), () => by);
