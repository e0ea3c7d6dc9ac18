import { defineConfig } from "vitest/config";
import { METADATA } from "./metadata.ts";

export default defineConfig({
  build: {
    lib: { entry: "src/main.ts", formats: ["iife"], name: "Deskside", fileName: () => "deskside.user.js" },
    outDir: "../../src/deskside/static/userscript",
    emptyOutDir: true,
    target: "es2022",
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: { output: { banner: METADATA } },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
