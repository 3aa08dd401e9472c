// Builds frontend/<face>/*.ts into facevalue/faces/<face>/static/<face>/build/, one small file per page.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

for (const face of readdirSync(here, { withFileTypes: true })) {
  const target = `${here}../facevalue/faces/${face.name}`;
  if (!face.isDirectory() || !existsSync(target)) continue;
  const pages = readdirSync(here + face.name).filter((file) => file.endsWith(".ts"));
  const outdir = `${target}/static/${face.name}/build`;
  // What pages share or load late is named by its content, so the leftovers of older builds would pile up.
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: pages.map((page) => `${here}${face.name}/${page}`),
    outdir,
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: "linked",
    format: "esm",
    target: "es2020",
    logLevel: "warning",
  });
}
