"use client";
import { Button } from "@v-available/ui/Button";
import { type JSX, useRef } from "react";
import { type RunFile, readRunFile, runFileName, writeRunFile } from "./run/run-file";

function download(run: RunFile): void {
  const url = URL.createObjectURL(new Blob([writeRunFile(run)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = runFileName(run);
  link.click();
  URL.revokeObjectURL(url);
}

/** A run is small: its seed and what was done. It is kept as a file, and played again from one. */
export function RunFileButtons({
  run,
  onOpen,
  onRefused,
}: {
  run: RunFile;
  onOpen: (run: RunFile) => void;
  onRefused: (message: string) => void;
}): JSX.Element {
  const chooser = useRef<HTMLInputElement>(null);
  const read = async (file: File): Promise<void> => {
    try {
      onOpen(readRunFile(await file.text()));
    } catch (error) {
      onRefused(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Button onClick={() => download(run)}>Save as file</Button>
      <Button onClick={() => chooser.current?.click()}>Open file…</Button>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="A saved run"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be chosen again.
          event.target.value = "";
          if (file) read(file);
        }}
      />
    </>
  );
}
