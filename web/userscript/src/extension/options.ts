/** The extension's one setting: where our server is. Changing it asks the browser for that address alone. */
import { SERVER } from "../server/address";
import { browser } from "./chrome";
import { readAddress } from "./address";

const extension = browser();
const form = document.querySelector<HTMLFormElement>("#form");
const field = document.querySelector<HTMLInputElement>("#server");
const said = document.querySelector<HTMLElement>("#said");

function say(text: string, bad: boolean): void {
  if (said === null) return;
  said.textContent = text;
  said.className = bad ? "bad" : "good";
}

async function save(text: string): Promise<void> {
  const address = readAddress(text);
  if (address === null) {
    say("请填 https:// 开头的地址（本机可用 http://127.0.0.1）", true);
    return;
  }
  if (!(await extension.permissions.request({ origins: [`${address}/*`] }))) {
    say("浏览器没有允许访问这个地址，设置未改", true);
    return;
  }
  const { server } = await extension.storage.local.get("server");
  if ((server ?? SERVER.url) !== address) {
    // a token of one server must never reach another
    for (const name of ["token", "agent", "panel"]) await extension.storage.local.remove(name);
  }
  await extension.storage.local.set({ server: address });
  if (field !== null) field.value = address;
  say("已保存。刷新 CRM 页面后生效；换了服务器需要重新配对。", false);
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  void save(field?.value ?? "");
});
void extension.storage.local.get("server").then(({ server }) => {
  if (field !== null) field.value = typeof server === "string" ? server : SERVER.url;
});
