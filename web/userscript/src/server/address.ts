/** Where our server is; filled in by the server when it hands out the script. */
export const SERVER = { url: "__DESKSIDE_URL__", version: "__DESKSIDE_VERSION__" };
