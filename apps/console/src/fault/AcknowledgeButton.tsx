"use client";
import type { AlarmRow } from "@v-available/api/view/alarm";
import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { useConnection } from "../client/connection";
import { Moment } from "../view/Moment";
import { useAcknowledge } from "./acknowledge";

export interface AcknowledgeButtonProps {
  readonly alarm: AlarmRow;
  readonly small?: boolean;
  readonly primary?: boolean;
  readonly className?: string | undefined;
  /** Why the server would refuse, where it has said so. */
  readonly refusedBecause?: string | null;
}

export function AcknowledgeButton({
  alarm,
  small,
  primary,
  className,
  refusedBecause,
}: AcknowledgeButtonProps): JSX.Element {
  const { acknowledged, possible, toggle, refusal } = useAcknowledge(alarm);
  const { reason, brief } = useConnection();
  const blockedBy =
    (small ? brief : reason) ??
    (possible ? (alarm.forbiddenBecause ?? refusedBecause ?? null) : `It is ${alarm.operatorState}.`);
  return (
    <span className={className}>
      <Button
        small={small ?? false}
        primary={(primary ?? false) && !acknowledged}
        onClick={toggle}
        blockedBy={blockedBy}
      >
        {acknowledged ? (
          <span>
            Acknowledged
            {alarm.acknowledgedAtMs === null || small ? null : (
              <>
                {" "}
                <Moment atMs={alarm.acknowledgedAtMs} />
              </>
            )}
            , undo
          </span>
        ) : (
          "Acknowledge"
        )}
        {/* Many such buttons stand in one list: spoken, each says what it is for. */}
        <span className="vh">
          {alarm.label}, {alarm.subject.name}
        </span>
      </Button>
      <span role="status">{refusal ? <span className="sub">{refusal}</span> : null}</span>
    </span>
  );
}
