/** The half in the extension's own world: the panel. The page cannot see its memory, its token or its calls. */
import { Desk } from "../desk";
import { SERVER } from "../server/address";
import { DEMO_PROFILE } from "../site/profile";
import { browser } from "./chrome";
import { hearTaps } from "./hear";
import { openStorage } from "./storage";
import { workerTransport } from "./transport";

async function start(): Promise<void> {
  const extension = browser();
  const storage = await openStorage(extension);
  const kept = storage.read("server");
  const url = typeof kept === "string" && kept !== "" ? kept : SERVER.url;
  const desk = new Desk({
    page: window,
    tap: (watch, signal, site) => { hearTaps(document, site, watch, signal); },
    storage,
    transport: workerTransport(extension, url),
    server: { url, version: extension.runtime.getManifest().version },
    update: { text: "到控制台「设备」页下载新的扩展", path: "/assist/devices" },
    profile: DEMO_PROFILE,
  });
  desk.start();
}

if (document.querySelector("deskside-panel") === null) void start();
