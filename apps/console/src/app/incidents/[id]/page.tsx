import type { JSX } from "react";
import { Incident } from "../../../incident/Incident";

export const metadata = { title: "Incident" };

export default async function IncidentPage({ params }: { params: Promise<{ id: string }> }): Promise<JSX.Element> {
  return <Incident incidentId={(await params).id} />;
}
