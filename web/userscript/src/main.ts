/** Starts the script under a userscript manager, once per page. */
import { Desk } from "./desk";
import { gmStorage, gmTransport, pageWindow } from "./gm";
import { SERVER } from "./server/address";
import { DEMO_PROFILE } from "./site/profile";
import { tapPage } from "./tap/page";

if (document.querySelector("deskside-panel") === null) {
  const page = pageWindow();
  const desk = new Desk({
    page,
    tap: (watch, signal) => { tapPage(page, watch, signal); },
    storage: gmStorage,
    transport: gmTransport,
    server: SERVER,
    update: { text: "更新脚本", path: "/assist/deskside.user.js" },
    profile: DEMO_PROFILE,
  });
  desk.start();
}
