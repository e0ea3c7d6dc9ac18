/** Calls to our server, by way of the extension's worker. */
import { TIMEOUT_MS, Unreachable, type Message, type Reply, type Transport } from "../gm";
import { isRecord } from "../site/json";
import type { Chrome } from "./chrome";
import type { ServerCall } from "./names";

export function workerTransport({ runtime }: Pick<Chrome, "runtime">, base: string): Transport {
  let last = 0;
  return (message) =>
    new Promise((resolve, reject) => {
      const { signal } = message;
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const id = ++last;
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
        runtime.sendMessage({ kind: "abort", id }).catch(() => undefined);
      });
      const gone = (): never => {
        throw new Unreachable("the extension was updated or switched off");
      };
      runtime.sendMessage(callOf(message, id, base)).catch(gone).then((answer) => { resolve(replyOf(answer)); }).catch(reject);
    });
}

function callOf({ method, url, headers, body, timeoutMs }: Message, id: number, base: string): ServerCall {
  return {
    kind: "call",
    id,
    method,
    path: url.slice(base.length),
    headers,
    body: body ?? null,
    timeoutMs: timeoutMs ?? TIMEOUT_MS,
  };
}

function replyOf(answer: unknown): Reply {
  if (isRecord(answer) && typeof answer.status === "number" && typeof answer.text === "string") {
    return { status: answer.status, text: answer.text };
  }
  throw new Unreachable(isRecord(answer) ? String(answer.why) : "no answer");
}
