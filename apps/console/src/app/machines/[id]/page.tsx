import type { Metadata } from "next";
import type { JSX } from "react";
import { MachinePage } from "./MachinePage";

export const metadata: Metadata = { title: "Machine" };

export default async function Page({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  const { id } = await params;
  return <MachinePage machineId={id} />;
}
