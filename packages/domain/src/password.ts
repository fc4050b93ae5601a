/** Long rather than strange: what kind of characters it has is the person's own affair. */
export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;
