import { PASSWORD_LENGTH } from "@v-available/domain/password";
import { Refusal } from "@v-available/domain/refusal";
import { ROLES, type Sites } from "@v-available/domain/role";
import * as z from "zod";

export const nameSchema = z
  .string()
  .trim()
  .min(1, "a name has at least one character")
  .max(64, "a name has at most 64 characters");
const passwordSchema = z
  .string()
  .min(PASSWORD_LENGTH.min, `a password has at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `a password has at most ${PASSWORD_LENGTH.max} characters`);

/** Of what is taken off somebody else. */
export const REASON_LENGTH = { min: 5, max: 200 } as const;

export const signInInput = z.object({ name: nameSchema, password: z.string().max(PASSWORD_LENGTH.max) });
export const demoSignInInput = z.object({ role: z.enum(ROLES) });
export const acceptInput = z.object({ token: z.string().min(1), name: nameSchema, password: passwordSchema });
/** No site chosen is all of them. */
const sites = z.array(z.uuid()).transform((chosen): Sites => (chosen.length === 0 ? "all" : chosen));
export const inviteInput = z.object({ role: z.enum(ROLES), sites });
export const changePersonInput = inviteInput.extend({ personId: z.uuid(), disabled: z.boolean() });
/** None chosen is all of them. */
export const endSessionsInput = z.object({ personId: z.uuid(), sessionId: z.uuid().nullable() });
export const endOwnSessionInput = z.object({ sessionId: z.uuid() });
export type EndSessionsInput = z.infer<typeof endSessionsInput>;
/** Empty where the form did not ask. */
const currentPassword = z
  .string()
  .max(PASSWORD_LENGTH.max)
  .nullish()
  .transform((typed) => typed || null);
export const currentPasswordInput = z.object({ currentPassword });
export const changePasswordInput = z.object({ currentPassword, password: passwordSchema });
export const linkPasswordInput = z.object({ personId: z.uuid() });
export const resetPasswordInput = z.object({ token: z.string().min(1), password: passwordSchema });
export const confirmCodesInput = z.object({
  code: z
    .string()
    .transform((typed) => typed.replaceAll(/\s/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "a code has six digits")),
});
/** Of the application, or one of those that stand in for it. */
export const codeInput = z.object({
  code: z.string().trim().min(6, "a code has at least six characters").max(40, "a code has at most 40 characters"),
});
export const removeFactorsInput = z.object({
  personId: z.uuid(),
  reason: z
    .string()
    .trim()
    .min(REASON_LENGTH.min, `a reason has at least ${REASON_LENGTH.min} characters`)
    .max(REASON_LENGTH.max, `a reason has at most ${REASON_LENGTH.max} characters`),
});
/** What a device has answered: the library reads it, and believes nothing that is not signed. */
const deviceResponse = z.record(z.string(), z.unknown());
export const newPasskeyInput = z.object({ name: nameSchema, response: deviceResponse });
export const passkeySignInInput = z.object({ response: deviceResponse });
export const removePasskeyInput = z.object({ currentPassword, passkeyId: z.uuid() });
export type NewPasskeyInput = z.infer<typeof newPasskeyInput>;
export type RemovePasskeyInput = z.infer<typeof removePasskeyInput>;

/** Of a key, in days. */
export const KEY_DAYS = { min: 1, max: 365 } as const;
export const createKeyInput = z.object({
  currentPassword,
  name: nameSchema,
  role: z.enum(ROLES),
  sites,
  days: z.coerce
    .number("a key holds for a number of days")
    .int("a key holds for whole days")
    .min(KEY_DAYS.min, `a key holds for at least ${KEY_DAYS.min} day`)
    .max(KEY_DAYS.max, `a key holds for at most ${KEY_DAYS.max} days`),
});
export const revokeOwnKeyInput = z.object({ currentPassword, keyId: z.uuid() });
export const revokeKeyInput = z.object({ personId: z.uuid(), keyId: z.uuid() });
export type CreateKeyInput = z.infer<typeof createKeyInput>;
export type RevokeOwnKeyInput = z.infer<typeof revokeOwnKeyInput>;
export type RevokeKeyInput = z.infer<typeof revokeKeyInput>;
export type CurrentPasswordInput = z.infer<typeof currentPasswordInput>;
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;
export type LinkPasswordInput = z.infer<typeof linkPasswordInput>;
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;
export type ConfirmCodesInput = z.infer<typeof confirmCodesInput>;
export type CodeInput = z.infer<typeof codeInput>;
export type RemoveFactorsInput = z.infer<typeof removeFactorsInput>;
export type InviteInput = z.infer<typeof inviteInput>;
export type ChangePersonInput = z.infer<typeof changePersonInput>;
export type SignInInput = z.infer<typeof signInInput>;
export type AcceptInput = z.infer<typeof acceptInput>;

/** @throws Refusal invalid, in the words of the schema */
export function fieldsOf<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = issue?.message ?? "the form was not understood";
  throw new Refusal({
    code: "invalid",
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    field: issue?.path.join("."),
  });
}
