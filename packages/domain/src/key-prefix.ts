/** A key is told from the token of a session, and of anything else, at a glance: by people, and by what looks for leaked ones. */
export const KEY_PREFIX = "va.";
