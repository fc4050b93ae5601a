/** How a session came to be, and its words after "signed in". */
export const SIGN_IN_MEANS = {
  password: "with a password",
  code: "with a password and a code",
  recovery: "with a password and a recovery code",
  passkey: "with a passkey",
  provider: "through the provider",
  invitation: "by an invitation",
  demo: "by one click",
} as const satisfies Readonly<Record<string, string>>;
export type SignInMeans = keyof typeof SIGN_IN_MEANS;
