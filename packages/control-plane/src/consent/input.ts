import * as z from "zod";
import { lossReasonSchema } from "../audit/input";
import { chooseCopyInput, recoverMachineInput } from "../vm/input";

/** What is asked for is what the verb itself would be given. */
export const askConsentInput = z.discriminatedUnion("deed", [
  z.strictObject({ deed: z.literal("machine.recover"), input: recoverMachineInput }),
  z.strictObject({ deed: z.literal("machine.chooseCopy"), input: chooseCopyInput }),
]);
export const consentInput = z.strictObject({ consentId: z.uuid() });
export const declineConsentInput = consentInput.extend({ reason: lossReasonSchema });
export const secondPersonInput = z.strictObject({ needed: z.boolean() });

export type AskConsentInput = z.infer<typeof askConsentInput>;
export type ConsentInput = z.infer<typeof consentInput>;
export type DeclineConsentInput = z.infer<typeof declineConsentInput>;
export type SecondPersonInput = z.infer<typeof secondPersonInput>;
