// Builds frontend/<face>/*.ts into facevalue/faces/<face>/static/<face>/build/, one small file per page.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

for (const face of readdirSync(here, { withFileTypes: true })) {
  const target = `${here}../facevalue/faces/${face.name}`;
  if (!face.isDirectory() || !existsSync(target)) continue;
  const pages = readdirSync(here + face.name).filter((file) => file.endsWith(".ts"));
  await build({
    entryPoints: pages.map((page) => `${here}${face.name}/${page}`),
    outdir: `${target}/static/${face.name}/build`,
    bundle: true,
    minify: true,
    sourcemap: "linked",
    format: "esm",
    target: "es2020",
    logLevel: "warning",
  });
}
