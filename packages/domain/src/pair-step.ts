/** What is done to make a pair of two hosts, in turn, as its task says it. */
export const FORMING_STEPS = [
  "ask both hosts",
  "measure both links",
  "exchange the keys of both hosts",
  "write the pair down at the witness",
  "start both agents",
] as const;
export type FormingStep = (typeof FORMING_STEPS)[number];

/** What is done to give a pair another host. */
export const REPLACING_STEPS = [
  "ask both hosts",
  "measure both links",
  "exchange the keys of both hosts",
  "shut the old host out at the witness",
  "start the new host",
  "copy every disk",
] as const;
export type ReplacingStep = (typeof REPLACING_STEPS)[number];

const FIRST_FINAL: FormingStep = "write the pair down at the witness";

/** Once the witness knows the pair, its making can't be broken off: before that both hosts are as they were. */
export const isFinalStep = (step: string): boolean =>
  FORMING_STEPS.indexOf(step as FormingStep) >= FORMING_STEPS.indexOf(FIRST_FINAL);

const FIRST_FINAL_OF_REPLACING: ReplacingStep = "shut the old host out at the witness";
/** From then on the old host is off, and soon no member any more. */
export const isFinalReplacing = (step: string): boolean =>
  REPLACING_STEPS.indexOf(step as ReplacingStep) >= REPLACING_STEPS.indexOf(FIRST_FINAL_OF_REPLACING);
