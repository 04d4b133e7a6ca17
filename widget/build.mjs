/**
 * Builds the one script that websites embed, and refuses to build one that is too heavy.
 *
 * node build.mjs [--out FILE]
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const HERE = import.meta.dirname;
const MOST_GZIP_BYTES = 20 * 1024;
const given = process.argv.indexOf("--out");
const out = resolve(given > 0 ? process.argv[given + 1] : `${HERE}/../lantern/channels/website_files/widget.js`);

const smallStyles = {
  name: "small-styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const made = await build({
  entryPoints: [`${HERE}/src/widget.ts`],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  // Browsers of the last four years: those that know <dialog> and :host.
  target: ["chrome94", "firefox98", "safari15.4"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Lantern chat widget, Apache-2.0. Contains Preact, (c) 2015-present Jason Miller, MIT; see NOTICE. */" },
  // The older way of writing elements down is a few hundred bytes shorter than the one TypeScript is told.
  jsx: "transform",
  jsxFactory: "h",
  jsxFragment: "Fragment",
  inject: [`${HERE}/src/jsx_factory.ts`],
  tsconfigRaw: {},
  plugins: [smallStyles],
});
const script = made.outputFiles[0].contents;
const size = gzipSync(script, { level: 9 }).length;
if (size > MOST_GZIP_BYTES) {
  console.error(`The widget has ${size} bytes (gzip); at most ${MOST_GZIP_BYTES} are allowed. Leave something out.`);
  process.exit(1);
}
await mkdir(dirname(out), { recursive: true });
await writeFile(out, script);
// English is in the script; see src/strings.ts.
const { en: _, ...others } = JSON.parse(await readFile(`${HERE}/src/strings.json`, "utf8"));
for (const [language, words] of Object.entries(others)) {
  await writeFile(`${dirname(out)}/strings.${language}.json`, JSON.stringify(words));
}
console.log(`${relative(process.cwd(), out)}: ${script.length} bytes, ${size} with gzip (at most ${MOST_GZIP_BYTES})`);
