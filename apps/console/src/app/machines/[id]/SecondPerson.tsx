"use client";
import { useMutation } from "@tanstack/react-query";
import type { LossConsentView } from "@v-available/api/view/loss-consent";
import type { MachineView } from "@v-available/api/view/machine";
import { inAboutWords } from "@v-available/domain/wording";
import { Button } from "@v-available/ui/Button";
import { Dialog } from "@v-available/ui/Dialog";
import { Region } from "@v-available/ui/Region";
import { type JSX, useState } from "react";
import { useConnection, useNowMs } from "../../../client/connection";
import { useTRPC } from "../../../client/trpc";
import { LossReason, wrongInReason } from "../../../view/LossReason";
import { Moment } from "../../../view/Moment";
import { detailOf, RefusedNote } from "../../../view/Refused";
import { fieldError } from "../../../view/refusal-fields";
import styles from "./Confirm.module.css";

/** A loss of this machine that waits for a second person: who asks, for what, and why. */
export function SecondPerson({ machine, consent }: { machine: MachineView; consent: LossConsentView }): JSX.Element {
  const trpc = useTRPC();
  const nowMs = useNowMs();
  const { reason } = useConnection();
  const [declining, setDeclining] = useState(false);
  const agree = useMutation(trpc.consent.agree.mutationOptions());
  const withdraw = useMutation(trpc.consent.withdraw.mutationOptions());
  const consentId = consent.id;
  return (
    <Region
      title="Waits for a second person"
      aside={
        <>
          asked at <Moment atMs={consent.askedAtMs} />
        </>
      }
    >
      <p>
        <b>{consent.askedBy}</b> asks: {consent.title}.
      </p>
      <p className="mid">
        Why: {consent.reason} Nothing is done before somebody else agrees; the question ends{" "}
        {inAboutWords(consent.expiresAtMs, nowMs)}. What is given up is worked out again when it is agreed to.
      </p>
      <div className={styles.foot}>
        {consent.own ? (
          <Button blockedBy={reason} onClick={() => withdraw.mutate({ consentId })}>
            Take the question back
          </Button>
        ) : (
          <>
            <Button
              primary
              blockedBy={reason ?? consent.cannotAgreeBecause}
              onClick={() => {
                if (!agree.isPending) agree.mutate({ consentId });
              }}
            >
              {agree.isPending ? "Asking…" : `Agree with ${consent.askedBy}`}
            </Button>
            <Button blockedBy={reason ?? consent.cannotAgreeBecause} onClick={() => setDeclining(true)}>
              Decline<span aria-hidden="true">…</span>
            </Button>
          </>
        )}
      </div>
      <RefusedNote error={agree.error ?? withdraw.error} />
      {declining ? <Decline name={machine.name} consentId={consentId} onClose={() => setDeclining(false)} /> : null}
    </Region>
  );
}

function Decline({ name, consentId, onClose }: { name: string; consentId: string; onClose: () => void }): JSX.Element {
  const [why, setWhy] = useState("");
  const { reason } = useConnection();
  const decline = useMutation(useTRPC().consent.decline.mutationOptions({ onSuccess: onClose }));
  return (
    <Dialog open onClose={onClose} title={`Decline the loss of ${name}`} description="The machine stays as it is.">
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!decline.isPending) decline.mutate({ consentId, reason: why });
        }}
      >
        <LossReason
          label="Why it is declined"
          text={why}
          onText={setWhy}
          error={decline.error === null ? undefined : fieldError(detailOf(decline.error), "reason")}
        />
        <RefusedNote error={decline.error} />
        <div className={styles.foot}>
          <Button primary type="submit" blockedBy={reason ?? wrongInReason(why)}>
            {decline.isPending ? "Asking…" : "Decline"}
          </Button>
          <Button onClick={onClose}>Leave it waiting</Button>
        </div>
      </form>
    </Dialog>
  );
}
