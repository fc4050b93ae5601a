import net from "node:net";
import { Sentence } from "./sentence.mjs";

/** Where the console is to listen: HOST and PORT, or loopback and 3000. */
export function addressFromEnvironment(env = process.env) {
  const host = env.HOST || "127.0.0.1";
  const text = env.PORT || "3000";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Sentence(
      `PORT is "${text}"; it must be a whole number from 1 to 65535. For example: PORT=3000 npm start`,
    );
  }
  return { host, port, url: `http://${host.includes(":") ? `[${host}]` : host}:${port}` };
}

/** Says so, with a remedy, when the address can't be listened on. */
export function ensureFree({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error) => {
      if (error.code === "EADDRINUSE") {
        reject(
          new Sentence(
            `Port ${port} on ${host} is in use by another program. Choose another: PORT=${port + 1} npm start`,
          ),
        );
      } else if (error.code === "EACCES") {
        reject(
          new Sentence(`Port ${port} needs rights that this user lacks. Choose one above 1023: PORT=3000 npm start`),
        );
      } else {
        reject(
          new Sentence(
            `The console can't listen on ${host}:${port} (${error.code}). Set HOST to an address of this machine.`,
          ),
        );
      }
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
