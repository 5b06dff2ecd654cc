// Prints, as JSON, what two libraries that chats and sites unfurl links with make of the pages at some addresses.
// Usage: unfurl.cjs FOLDER ADDRESS…  (the folder in which “make judges” installed them)
const { createRequire } = require("node:module");
const [folder, ...addresses] = process.argv.slice(2);
const installed = createRequire(`${folder}/`);
const { unfurl } = installed("unfurl.js");
const scrape = installed("open-graph-scraper");

// One after the other: while many pictures are being made, a page has none.
async function all() {
  const found = [];
  for (const address of addresses) {
    const html = await (await fetch(address)).text();
    found.push({ unfurl: await unfurl(address), scraper: (await scrape({ html })).result });
  }
  console.log(JSON.stringify(found));
}

all().catch((error) => { console.error(error); process.exit(1); });
