/** The address of a server, as a person types it. */

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Scheme, host and port; null unless https, or http to this machine. */
export function readAddress(text: string): string | null {
  try {
    const url = new URL(text.trim());
    const safe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
    return safe && url.username === "" && url.password === "" ? url.origin + url.pathname.replace(/\/+$/, "") : null;
  } catch {
    return null;
  }
}
