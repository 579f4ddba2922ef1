// Unpacks the Chromium that an npm package holds (x86-64 only) into FOLDER and leaves FOLDER/run,
// which starts it with the libraries and the fonts it needs. Arguments: FOLDER, fonts.conf.
import { chmod, mkdir, rm, writeFile } from "node:fs/promises"

const [folder, fonts] = process.argv.slice(2)
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" }) // else no libraries
const { default: chromium } = await import("@sparticuz/chromium")
const program = await chromium.executablePath()

await writeFile(
  `${folder}/run`,
  `#!/bin/sh
export LD_LIBRARY_PATH="${folder}/al2023/lib" FONTCONFIG_FILE="${fonts}"
exec "${program}" "$@"
`,
)
await chmod(`${folder}/run`, 0o755)
