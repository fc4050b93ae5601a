import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { certificateFields } from "@v-available/domain/certificate-identity";
import type { Side } from "@v-available/domain/state";
import { type Certificate, CertificateAuthority } from "../../../lab/certificate-authority";
import { WitnessClient } from "./witness-client";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** A real witness process on a folder of its own; it can be killed and started again on what it left. */
export class WitnessProcess {
  readonly directory = mkdtempSync(path.join(os.tmpdir(), "witness-"));
  readonly authority = CertificateAuthority.create("authority of a test");
  readonly #children = new Set<ChildProcess>();
  readonly #certificates = new Map<string, Certificate>();
  port = 0;

  constructor(leaseMs: number) {
    const own = this.authority.issue(certificateFields({ role: "witness" }));
    const file = (name: string, content: string) => {
      writeFileSync(path.join(this.directory, name), content);
      return path.join(this.directory, name);
    };
    const tls = {
      authority: file("authority.pem", this.authority.certificatePem),
      certificate: file("witness.pem", own.certificatePem),
      key: file("witness.key", own.keyPem),
    };
    const listen = { host: "127.0.0.1", port: 0 };
    const config = { stateDirectory: path.join(this.directory, "state"), tls, listen, timing: { leaseMs } };
    file("witness.json", JSON.stringify(config));
  }

  /** Resolves when it listens. @throws Error with what it printed when it ends before */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ["--import", "tsx", MAIN, path.join(this.directory, "witness.json")]);
    this.#children.add(child);
    let printed = "";
    await new Promise<void>((resolve, reject) => {
      child.on("exit", (code) => {
        this.#children.delete(child);
        reject(new Error(`ended with ${code}: ${printed}`));
      });
      const read = (chunk: Buffer) => {
        printed += chunk.toString();
        const port = printed.match(/"port":(\d+)/)?.[1];
        if (port === undefined) return;
        this.port = Number(port);
        resolve();
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
    });
  }

  async kill(): Promise<void> {
    await Promise.all(
      [...this.#children].map((child) => {
        const ended = new Promise((resolve) => child.on("exit", resolve));
        child.kill("SIGKILL");
        return ended;
      }),
    );
  }

  certificateOf(pairRef: string, side: Side): Certificate {
    const name = `${pairRef} ${side}`;
    const certificate =
      this.#certificates.get(name) ?? this.authority.issue(certificateFields({ role: "agent", pairRef, side }));
    this.#certificates.set(name, certificate);
    return certificate;
  }

  connect(certificate: Certificate | null): Promise<WitnessClient> {
    return WitnessClient.connect(this.port, this.authority.certificatePem, certificate);
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
