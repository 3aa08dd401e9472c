// Builds frontend/<face>/*.ts and *.css into facevalue/faces/<face>/static/<face>/build/, one small file per page, and puts the
// networks that the studio looks at pictures with where it finds them.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

// On phones every byte and every question whether a file is still the same counts: there files are named by their content,
// lie compressed beside themselves, and `build.json` says which file a source became. The service worker's address must stay.
const NAMED_BY_CONTENT = new Set(["creator"]);
const KEEPS_ITS_NAME = "worker.ts";

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
  for (const named of forPhones ? [true, false] : [false]) {
    const entries = sources.filter((file) => !forPhones || (file !== KEEPS_ITS_NAME) === named);
    if (!entries.length) continue;
    const { metafile } = await build({
      entryPoints: entries.map((file) => `${here}${face.name}/${file}`),
      entryNames: named ? "[name]-[hash]" : "[name]",
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      sourcemap: "linked",
      metafile: true,
      format: "esm",
      target: ["es2020", "chrome87", "firefox85", "safari14.1"],
      logLevel: "warning",
    });
    Object.assign(outputs, metafile.outputs);
  }
  if (forPhones) prepare(outdir, outputs);
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
