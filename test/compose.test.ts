import { describe, expect, it } from "vitest";
import { files, read } from "./source-tree";

const compose = read("docker-compose.yml");
const dockerfile = read("Dockerfile");

/** What the production file says of one service: the lines below its name. */
function service(name: string): string {
  const found = new RegExp(`^  ${name}:.*\\n((?:    .*\\n|\\n)*)`, "m").exec(compose);
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found[1] ?? "";
}

describe("the production shape", () => {
  it("is one database, one controller, two consoles and a witness", () => {
    const services = /^services:\n([\s\S]*?)^volumes:/m.exec(compose)?.[1] ?? "";
    const names = Array.from(services.matchAll(/^ {2}([\w-]+):/gm), ([, name]) => name);
    expect(names).toEqual(["postgres", "controller", "console-1", "console-2", "witness"]);
  });

  it("starts only programs that the image's build makes", () => {
    const bundled = read("scripts/bundle.mjs");
    for (const [, app] of compose.matchAll(/node, (apps\/\w+)\/dist\/main\.mjs/g)) {
      expect(bundled, `${app} is bundled`).toContain(`"${app}": ["main"`);
      expect(files).toContain(`${app}/src/main.ts`);
    }
    expect(dockerfile).toContain("node scripts/bundle.mjs");
    expect(dockerfile).toContain("next build apps/console");
  });

  it("publishes consoles on loopback only, for nobody signs in yet", () => {
    const ports = Array.from(compose.matchAll(/ports: \["([^"]+)"\]/g), ([, port]) => port);
    const ofConsoles = ports.filter((port) => port?.endsWith(":3000"));
    expect(ofConsoles).toHaveLength(2);
    for (const port of ofConsoles) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it("has no password in it, and refuses to start without one", () => {
    for (const [, fallback] of compose.matchAll(/\$\{POSTGRES_PASSWORD([^}]*)\}/g)) expect(fallback).toMatch(/^:\?/);
    expect(compose).not.toMatch(/PASSWORD: (?!\$\{)/);
  });

  it("waits for the database, and keeps what must outlive a container in declared volumes", () => {
    for (const name of ["controller", "console-1"]) expect(service(name), name).toContain("service_healthy");
    const declared = Array.from(
      /^volumes:\n([\s\S]*)$/m.exec(compose)?.[1]?.matchAll(/^ {2}(\w+):/gm) ?? [],
      (m) => m[1],
    );
    const mounted = Array.from(compose.matchAll(/["[]([a-z]+):\/var\/lib/g), ([, volume]) => volume);
    expect([...mounted].sort()).toEqual([...declared].sort());
  });

  it("runs as a user that may write where it keeps things, on a Node the repository allows", () => {
    expect(dockerfile).toMatch(/chown node:node "\$DATA_DIR"[\s\S]*USER node/);
    const major = Number(/FROM node:(\d+)/.exec(dockerfile)?.[1]);
    expect(major).toBeGreaterThanOrEqual(Number(/>=(\d+)/.exec(JSON.parse(read("package.json")).engines.node)?.[1]));
  });
});
