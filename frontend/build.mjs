// Builds frontend/<face>/*.ts and *.css into facevalue/faces/<face>/static/<face>/build/, one small file per page, and
// frontend/<face>/alone/*.ts each into one file that loads no other. Puts the networks that the studio looks at pictures with
// where it finds them.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

// On phones every byte and every question whether a file is still the same counts: there files are named by their content,
// lie compressed beside themselves, and `build.json` says which file a source became.
const NAMED_BY_CONTENT = new Set(["creator"]);

for (const face of readdirSync(here, { withFileTypes: true })) {
  const target = `${here}../facevalue/faces/${face.name}`;
  if (!face.isDirectory() || !existsSync(target)) continue;
  const sources = readdirSync(here + face.name).filter((file) => /\.(ts|css)$/.test(file));
  const outdir = `${target}/static/${face.name}/build`;
  // What pages share or load late is named by its content, so the leftovers of older builds would pile up.
  rmSync(outdir, { recursive: true, force: true });
  const forPhones = NAMED_BY_CONTENT.has(face.name);
  /** @type {Record<string, { entryPoint?: string }>} */
  const outputs = {};
  /** @type {import("esbuild").BuildOptions} */
  const options = {
    outdir,
    bundle: true,
    minify: true,
    sourcemap: "linked",
    metafile: true,
    target: ["es2020", "chrome87", "firefox85", "safari14.1"],
    logLevel: "warning",
  };
  const home = `${here}${face.name}`;
  const entryNames = forPhones ? "[name]-[hash]" : "[name]";
  const pages = { entryPoints: sources.map((file) => `${home}/${file}`), entryNames, splitting: true };
  const alone = { entryPoints: scripts(`${home}/alone`), entryNames };
  for (const [kind, format] of /** @type {const} */ ([[pages, "esm"], [alone, "iife"]])) {
    if (!kind.entryPoints.length) continue;
    const { metafile } = await build({ ...options, ...kind, format });
    Object.assign(outputs, metafile?.outputs);
  }
  if (forPhones) prepare(outdir, outputs);
}

/**
 * The scripts of a folder, if it is there.
 * @param {string} folder
 */
function scripts(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((file) => file.endsWith(".ts")).map((file) => `${folder}/${file}`);
}

/**
 * Compresses what was built and writes down what became of each source.
 * @param {string} outdir
 * @param {Record<string, { entryPoint?: string }>} outputs
 */
function prepare(outdir, outputs) {
  /** @type {Record<string, string>} */
  const names = {};
  for (const [path, { entryPoint }] of Object.entries(outputs)) {
    if (path.endsWith(".map")) continue;
    const file = `${outdir}/${relative(outdir, path)}`;
    if (entryPoint) names[basename(entryPoint)] = basename(file);
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
  }
  writeFileSync(`${outdir}/build.json`, JSON.stringify(names));
}

const weights = `${here}../facevalue/studio/weights`;
mkdirSync(weights, { recursive: true });
for (const model of ["face_detection/face_detection_short_range", "selfie_segmentation/selfie_segmentation"]) {
  copyFileSync(`${here}../node_modules/@mediapipe/${model}.tflite`, `${weights}/${model.split("/")[1]}.tflite`);
}
