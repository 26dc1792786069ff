// Builds marketplace/web/static: the style sheet, GOV.UK Frontend's behaviour, htmx, the type and the map.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";
import { europe } from "./map.js";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static");
const modules = join(here, "node_modules");
const fonts = "@fontsource-variable/commissioner";
const subsets = ["latin", "latin-ext", "greek", "cyrillic"];

const copy = (from, to) => copyFileSync(join(modules, from), join(target, to));

mkdirSync(join(target, "fonts"), { recursive: true });
mkdirSync(join(target, "licences"), { recursive: true });

const { css } = sass.compile(join(here, "scss", "rialto.scss"), {
  style: "compressed",
  loadPaths: [modules],
  quietDeps: true,
});
writeFileSync(join(target, "rialto.css"), css + "\n");

// The source map is not checked in, so the line that asks for it goes too.
const script = readFileSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf8");
writeFileSync(join(target, "govuk-frontend.min.js"), script.replace(/\/\/# sourceMappingURL=.*\n?$/, ""));

for (const subset of subsets) {
  copy(`${fonts}/files/commissioner-${subset}-flar-normal.woff2`, `fonts/commissioner-${subset}.woff2`);
}
copy(`${fonts}/LICENSE`, "licences/commissioner-OFL.txt");

copy("htmx.org/dist/htmx.min.js", "htmx.min.js");
copy("htmx.org/LICENSE", "licences/htmx-0BSD.txt");

const outline = JSON.parse(readFileSync(join(modules, "world-atlas/countries-50m.json"), "utf8"));
writeFileSync(join(target, "europe.svg"), europe(outline));
