// Prints one JSON Schema for each type that types.ts exports.
import { readFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";

const source = readFileSync("types.ts", "utf8");
const names = source.match(/\b(Judged\w+(?= =)|\w+Response)\b/g);
const generator = createGenerator({
  path: "types.ts",
  tsconfig: "tsconfig.json",
  additionalProperties: false,
  skipTypeCheck: true,
});
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, generator.createSchema(name)]))));
