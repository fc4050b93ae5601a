"use client";
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { useTRPC } from "../client/trpc";
import { openFaultLab } from "../lab/FaultLabStrip";
import { Modal } from "./Modal";
import { ThemeSwitch } from "./ThemeSwitch";

/** What has no tab of its own on a phone. */
export function More({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const system = useQuery(useTRPC().system.info.queryOptions());
  return (
    <Modal open={open} title="More" onClose={onClose}>
      <div className="flex items-center justify-between min-h-11">
        <span>Theme</span>
        <ThemeSwitch />
      </div>
      {system.data?.demo ? (
        <button
          type="button"
          className="flex items-center justify-between w-full min-h-11 underline"
          onClick={() => {
            onClose();
            openFaultLab();
          }}
        >
          Fault lab: simulator
        </button>
      ) : null}
      {system.data ? (
        <p className="sub">
          {system.data.product} {system.data.version}, {system.data.adapters.map(({ product }) => product).join(", ")}
        </p>
      ) : null}
    </Modal>
  );
}
