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
