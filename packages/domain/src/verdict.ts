/**
 * What may be done in which state. The button, its tooltip, the verb, the simulator and the hosts read the same rows,
 * so none of them can allow what another denies. A string is the reason for no.
 */
export type Answer = true | string;
export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly reason: string;
      /** When the reason is expected to end; null where nobody can say. */
      readonly untilMs: number | null;
    };

export const verdict = (answer: Answer, untilMs: number | null = null): Verdict =>
  answer === true ? { allowed: true } : { allowed: false, reason: answer, untilMs };
