/** The block a userscript manager reads. The server fills the words between double underscores. */
export const METADATA = `// ==UserScript==
// @name         Deskside
// @name:zh-CN   Deskside 账户助手
// @namespace    deskside
// @version      __DESKSIDE_VERSION__
// @description  What an agent needs about the account on screen, beside the account.
// @description:zh-CN 在 CRM 账户页旁显示提醒、计划、工单与账户资料
// @match        __CRM_MATCH__
// @connect      __DESKSIDE_HOST__
// @updateURL    __DESKSIDE_URL__/assist/deskside.user.js
// @downloadURL  __DESKSIDE_URL__/assist/deskside.user.js
// @run-at       document-start
// @noframes
// @grant        GM_xmlhttpRequest
// @grant        GM_getValue
// @grant        GM_setValue
// @grant        GM_deleteValue
// @grant        GM_addValueChangeListener
// @grant        unsafeWindow
// ==/UserScript==
`;
