/** Reads the answers of the page's XMLHttpRequest. Proxies keep name, length and text of the native functions. */
import type { Finish, Watch } from "./watch";

type Xhr = XMLHttpRequest;

export function tapXhr(page: Window & typeof globalThis, watch: Watch, signal: AbortSignal): void {
  const prototype = page.XMLHttpRequest.prototype;
  const urls = new WeakMap<Xhr, string>();
  /* eslint-disable @typescript-eslint/unbound-method -- called with the page's own `this` */
  const listen = page.EventTarget.prototype.addEventListener;
  const open = prototype.open;
  const send = prototype.send;
  /* eslint-enable @typescript-eslint/unbound-method */

  const tappedOpen = new Proxy(open, {
    apply(target, xhr: Xhr, args: unknown[]): unknown {
      if (!signal.aborted) remember(urls, xhr, args[1]);
      return Reflect.apply(target, xhr, args) as unknown;
    },
  });
  const tappedSend = new Proxy(send, {
    apply(target, xhr: Xhr, args: unknown[]): unknown {
      const finish = signal.aborted ? null : follow(xhr, urls.get(xhr), watch, listen);
      try {
        return Reflect.apply(target, xhr, args) as unknown;
      } catch (error) {
        finish?.(null);
        throw error;
      }
    },
  });
  prototype.open = tappedOpen;
  prototype.send = tappedSend;
  signal.addEventListener("abort", () => {
    if (prototype.open === tappedOpen) prototype.open = open;
    if (prototype.send === tappedSend) prototype.send = send;
  });
}

function remember(urls: WeakMap<Xhr, string>, xhr: Xhr, url: unknown): void {
  try {
    if (typeof url === "string") urls.set(xhr, url);
    else if (Object.prototype.toString.call(url) === "[object URL]") urls.set(xhr, (url as URL).href);
    else urls.delete(xhr);
  } catch {
    // `xhr` is no object: the native function says so itself
  }
}

function follow(
  xhr: Xhr,
  url: string | undefined,
  watch: Watch,
  listen: EventTarget["addEventListener"],
): Finish | null {
  const finish = url === undefined ? null : watch(url);
  if (finish === null) return null;
  const fail = (): void => {
    finish(null);
  };
  listen.call(xhr, "load", () => { read(xhr, finish); }, { once: true });
  // after a load these come too late to change anything: only the first call of finish counts
  for (const type of ["error", "abort", "timeout"]) listen.call(xhr, type, fail, { once: true });
  return finish;
}

function read(xhr: Xhr, finish: Finish): void {
  try {
    if (xhr.status < 200 || xhr.status > 299) finish(null);
    else if (xhr.responseType === "" || xhr.responseType === "text") finish(xhr.responseText);
    else readObject(xhr.response, xhr.responseType, finish);
  } catch {
    finish(null);
  }
}

function readObject(response: unknown, type: XMLHttpRequestResponseType, finish: Finish): void {
  if (type === "json") finish(response === null ? null : JSON.stringify(response));
  else if (type === "arraybuffer") finish(new TextDecoder().decode(response as ArrayBuffer));
  else if (type === "blob") void (response as Blob).text().then(finish, () => { finish(null); });
  else finish(null);
}
