import * as z from "zod";

const PAIR_NAME_LENGTH = 20;
export const PAIR_NAME_WORDS = `2 to ${PAIR_NAME_LENGTH} of a-z, 0-9 and -, beginning with a letter and not ending with -`;

/** Also the name of its links and of what its witness keeps for it. */
export const pairNameSchema = z
  .string()
  .max(PAIR_NAME_LENGTH, PAIR_NAME_WORDS)
  .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, PAIR_NAME_WORDS);

export const isPairName = (text: string): boolean => pairNameSchema.safeParse(text).success;
