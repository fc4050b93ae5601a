import fs from "node:fs";
import path from "node:path";
import { AGENT_WIRE_VERSION } from "@v-available/domain/agent-wire";
import { certificateFields } from "@v-available/domain/certificate-identity";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CertificateAuthority } from "../certificate-authority";
import { type CertificateName, tlsFiles } from "../certificates";
import type { Lab } from "../lab";
import { address, namespace, PORTS, REPOSITORY } from "../settings";
import { inNamespace, run } from "../shell";
import type { Attempt } from "./stranger";
import { openTestLab } from "./test-lab";

let lab: Lab;
beforeAll(async () => {
  lab = await openTestLab();
});
afterAll(() => lab?.down({ removeState: true }));

/** From host B's namespace, where all three ports of host A and the witness can be reached. */
async function hear(attempts: readonly Attempt[]): Promise<string[]> {
  const script = path.join(REPOSITORY, "lab", "test", "stranger.ts");
  const argv = [process.execPath, "--import", "tsx", script, JSON.stringify(attempts)];
  const [command = "", ...args] = inNamespace(namespace(lab.settings, "b"), argv);
  return JSON.parse(await run(command, args)) as string[];
}

type Door = Pick<Attempt, "host" | "port" | "line"> & { readonly rightful: CertificateName };

const doors = (): Record<"controller" | "peer" | "witness", Door> => {
  const { settings } = lab;
  const renew = { kind: "renew", pairRef: settings.pairRef, side: "b", requestId: "stranger-1", fenced: [] };
  const hello = { id: 1, ask: "hello", version: AGENT_WIRE_VERSION };
  return {
    controller: {
      host: address.management(settings, "a"),
      port: PORTS.controller,
      rightful: "controller",
      line: JSON.stringify(hello),
    },
    peer: { host: address.link("a", "a"), port: PORTS.peer, rightful: "agent-b", line: JSON.stringify({ ping: 1 }) },
    witness: {
      host: address.witness("b", "witness"),
      port: PORTS.witness,
      rightful: "agent-b",
      line: JSON.stringify({ request: renew }),
    },
  };
};

function foreignCertificate(name: CertificateName): { certificate: string; key: string } {
  const identity = name === "controller" ? { role: name } : { role: "agent", pairRef: lab.settings.pairRef, side: "b" };
  const authority = CertificateAuthority.create("authority of a stranger");
  const made = authority.issue(certificateFields(identity as Parameters<typeof certificateFields>[0]));
  const file = path.join(lab.settings.directory, `foreign-${name}`);
  fs.writeFileSync(`${file}.pem`, made.certificatePem);
  fs.writeFileSync(`${file}.key`, made.keyPem);
  return { certificate: `${file}.pem`, key: `${file}.key` };
}

it.each(["controller", "peer", "witness"] as const)("a stranger at the %s port gets nothing", async (door) => {
  const { rightful, ...to } = doors()[door];
  const ours = (name: CertificateName) => {
    const { certificate, key } = tlsFiles(lab.settings, name);
    return { certificate, key };
  };
  const all: readonly CertificateName[] = ["controller", "witness", "agent-a", "agent-b"];
  // The witness answers the agents of both sides, each about its own.
  const wrong = all.filter((name) => name !== rightful && !(door === "witness" && name === "agent-a"));
  const attempts: Attempt[] = [
    { ...to, ...ours(rightful) },
    { ...to, certificate: null, key: null },
    { ...to, ...foreignCertificate(rightful) },
    ...wrong.map((name) => ({ ...to, ...ours(name) })),
  ];
  const [answered, ...silent] = await hear(attempts);
  // The rightful one is heard, so the others are not merely knocking at a wall.
  expect(answered).not.toBe("");
  expect(silent).toEqual(silent.map(() => ""));
});
