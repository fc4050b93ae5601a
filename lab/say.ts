import { GuestConnection } from "./test-machine";

// Runs inside the client's namespace: say.ts <host> <port> <line>. Prints the machine's answer.
const [host, port, line] = process.argv.slice(2);
if (host === undefined || port === undefined || line === undefined)
  throw new Error("usage: say.ts <host> <port> <line>");
const connection = await GuestConnection.open(host, Number(port), 5_000);
// A machine that is told to crash does not answer; to read its whole journal it takes its time.
const limitMs = line === "crash" ? 500 : 20_000;
console.log(await connection.ask(line, limitMs).catch((error: Error) => error.message));
connection.close();
