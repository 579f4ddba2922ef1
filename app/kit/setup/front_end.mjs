// Builds the front end: hashed files and manifest.json in app/web/static/dist/,
// and the charts of the reports as one script in .cache/front/. Run with Node at the root.
import { existsSync } from "node:fs"
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises"
import { basename, extname } from "node:path"
import { build } from "esbuild"

const DIST = "app/web/static/dist"
const NEXT = ".cache/front/dist"
const ENTRIES = [
  "app/web/front/app.ts",
  "app/web/front/charts.ts",
  "app/web/front/sheet.ts",
  "app/web/front/styles/app.css",
  "app/web/front/styles/sheet.css",
].filter(existsSync)
const COMMON = { bundle: true, minify: true, legalComments: "none", logLevel: "warning" }

await rm(NEXT, { recursive: true, force: true })
await mkdir(NEXT, { recursive: true })
await Promise.all([pages(), chartsOfReports()])
await rm(DIST, { recursive: true, force: true })
await mkdir(DIST, { recursive: true })
await cp(NEXT, DIST, { recursive: true })

async function pages() {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: ENTRIES,
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    outdir: NEXT,
    format: "esm",
    splitting: true,
    target: ["chrome123", "firefox128", "safari17.5"],
    metafile: true,
    sourcemap: "linked",
  })
  const built = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint)
  const names = built.map(([file, output]) => [entryName(output.entryPoint), basename(file)])
  await writeFile(`${NEXT}/manifest.json`, JSON.stringify(Object.fromEntries(names.sort()), null, 2))
}

function entryName(source) {
  return basename(source, extname(source)) + extname(source).replace("ts", "js")
}

async function chartsOfReports() {
  await build({
    ...COMMON,
    entryPoints: ["app/kit/setup/echarts_server.js"],
    outfile: ".cache/front/echarts.server.js",
    format: "iife",
    globalName: "echarts",
    platform: "neutral",
    define: { "process.env.NODE_ENV": '"production"' },
    target: "es2020",
  })
}
