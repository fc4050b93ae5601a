/** Why something was not done. The console, the API and every adapter speak in these codes. */
export const REFUSAL_CODES = [
  "invalid", // a field is wrong: field, value, limit and remedy say how
  "unauthenticated", // nobody is signed in
  "forbidden", // the role of the one who asks does not allow it
  "not-found",
  "conflict", // somebody else was first, or the name is taken
  "illegal-transition", // not in this state
  "unsupported", // the backend lacks the capability: the reason is its own
  "blocked", // admission: the number and the remedy are given
  "unreachable", // asked, no answer
  "failed", // tried, did not work; what is left as it was is said
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface RefusalDetail {
  readonly code: RefusalCode;
  /** A plain sentence: what did not happen, and why. */
  readonly message: string;
  /** Dotted path of the field that is wrong, as the form and the API name it. */
  readonly field?: string | undefined;
  readonly value?: string | number | boolean | null | undefined;
  readonly limit?: string | undefined;
  /** What the reader can do. */
  readonly remedy?: string | undefined;
}

const BRAND = Symbol.for("v-available.refusal");

/** The one error that crosses package boundaries. Anything else that is thrown is a defect and its message stays inside. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly [BRAND] = true;
  // A server whose parts are bundled apart holds this class more than once; what one part throws the other must know.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
  readonly detail: RefusalDetail;
  constructor(detail: RefusalDetail, options?: { cause?: unknown }) {
    super(detail.message, options);
    this.detail = detail;
  }
  get code(): RefusalCode {
    return this.detail.code;
  }
}
