/** The extension's scripts, one file each beside its manifest; `--mode` names the script. */
import { defineConfig } from "vite";

export default defineConfig(({ mode: part }) => ({
  publicDir: "extension",
  build: {
    lib: { entry: `src/extension/${part}.ts`, formats: ["iife"], name: "Deskside", fileName: () => `${part}.js` },
    outDir: "../../src/deskside/static/extension",
    emptyOutDir: part === "tap",
    target: "es2022",
    minify: false,
    reportCompressedSize: false,
  },
}));
