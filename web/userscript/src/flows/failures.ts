/** What a failed call means, in the agent's words. */
import { Unreachable } from "../gm";
import { Refused } from "../server/api";

export const SERVER_DOWN = "Deskside 服务暂时连不上";

export function reasonOf(error: unknown): string {
  if (error instanceof Unreachable) return SERVER_DOWN;
  if (!(error instanceof Refused)) return "Deskside 的回答读不懂，请联系管理员";
  if (error.status === 401) return "这台浏览器的配对已失效，请重新配对";
  if (error.status === 403) return "这个配对没有所需的权限，请联系管理员";
  if (error.status === 429) return "查询太频繁，请稍等片刻再试";
  if (error.status >= 500) return `Deskside 服务出错（${error.message}）`;
  return error.message;
}
