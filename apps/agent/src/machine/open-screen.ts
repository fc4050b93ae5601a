import net from "node:net";
import { Refusal } from "@v-available/domain/refusal";

/** QEMU answers on a socket of its own as soon as it is there. */
const ANSWER_MS = 2_000;

/** @param name of the machine, in words @throws Refusal unsupported where its process is older than screens are */
export function openScreenAt(path: string, name: string): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(path);
    const fail = (error: NodeJS.ErrnoException) => {
      socket.destroy();
      const isMissing = error.code === "ENOENT";
      reject(
        new Refusal(
          {
            code: isMissing ? "unsupported" : "failed",
            message: isMissing
              ? `${name} was started before its hosts offered screens, and has none until it is started anew.`
              : `The screen of ${name} does not answer: ${error.message}.`,
            remedy: isMissing ? "Stop it and start it when that is convenient." : "Try again; the machine goes on.",
          },
          { cause: error },
        ),
      );
    };
    socket.setTimeout(ANSWER_MS, () => fail(new Error(`no answer in ${ANSWER_MS / 1_000} s`)));
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}
