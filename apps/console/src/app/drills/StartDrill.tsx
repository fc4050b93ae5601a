"use client";
import { useQuery } from "@tanstack/react-query";
import { Dialog } from "@v-available/ui/Dialog";
import { Skeleton } from "@v-available/ui/Skeleton";
import type { JSX } from "react";
import { QueryFailure, useFailure } from "../../client/QueryFailure";
import { useTRPC } from "../../client/trpc";
import { Confirm } from "../machines/[id]/Confirm";

/** The same question as on the machine's page, with the points as they are now. */
export function StartDrill({ machineId, onClose }: { machineId: string; onClose: () => void }): JSX.Element {
  const machine = useQuery(useTRPC().machine.get.queryOptions({ machineId }));
  const failure = useFailure(machine);
  if (machine.data) return <Confirm machine={machine.data} action="drill" onClose={onClose} />;
  return (
    <Dialog open title="Prove the copy in a drill" onClose={onClose}>
      {failure === null ? (
        <Skeleton label="Reading the points of the copy" rows={4} />
      ) : (
        <QueryFailure what="The machine" error={failure} query={machine} />
      )}
    </Dialog>
  );
}
