/** Takes out of package-lock.json what is no name, version or hash: the addresses where makers ask for money. */

import { readFileSync, writeFileSync } from "node:fs";

const FILE = `${import.meta.dirname}/package-lock.json`;
const lock = JSON.parse(readFileSync(FILE, "utf8"));
for (const entry of Object.values(lock.packages)) delete entry.funding;
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
