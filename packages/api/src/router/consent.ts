import {
  askConsentInput,
  consentInput,
  declineConsentInput,
  secondPersonInput,
} from "@v-available/control-plane/consent/input";
import { procedure, router } from "../trpc";

export const consent = router({
  ask: procedure.input(askConsentInput).mutation(({ ctx, input }) => ctx.verbs.askConsent(input, ctx.actor)),
  agree: procedure.input(consentInput).mutation(({ ctx, input }) => ctx.verbs.agreeToLoss(input, ctx.actor)),
  decline: procedure.input(declineConsentInput).mutation(({ ctx, input }) => ctx.verbs.declineLoss(input, ctx.actor)),
  withdraw: procedure.input(consentInput).mutation(({ ctx, input }) => ctx.verbs.withdrawLoss(input, ctx.actor)),
  setSecondPerson: procedure
    .input(secondPersonInput)
    .mutation(({ ctx, input }) => ctx.verbs.setSecondPerson(input, ctx.actor)),
});
