// Searches the small index of a site of files: all words must be there, in the sentence or in a quote, as words begin.
const list = document.getElementById("found");
const told = document.getElementById("told");
const sought = (new URLSearchParams(location.search).get("q") || "").trim();
document.getElementById("find").value = sought;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

function line(one) {
  const item = document.createElement("li");
  const say = document.createElement("p");
  say.className = "say";
  say.dir = "auto";
  const link = document.createElement("a");
  link.href = list.dataset.root + one.path;
  link.textContent = one.say;
  say.append(link);
  item.append(say);
  if (one.status) {
    const status = document.createElement("p");
    status.className = "facts";
    status.textContent = one.status;
    item.append(status);
  }
  const quote = document.createElement("blockquote");
  quote.dir = "auto";
  quote.textContent = one.quotes[0] || "";
  item.append(quote);
  return item;
}

if (sought) {
  const words = plain(sought).split(" ").filter(Boolean);
  const index = await (await fetch(list.dataset.index)).json();
  const score = (one) => {
    const say = ` ${plain(one.say)}`, quotes = ` ${plain(one.quotes.join(" "))}`;
    return words.every((word) => say.includes(` ${word}`) || quotes.includes(` ${word}`))
      ? 1 + words.filter((word) => say.includes(` ${word}`)).length : 0;
  };
  const found = words.length ? index.map((one) => [score(one), one]).filter(([points]) => points) : [];
  found.sort((left, right) => right[0] - left[0]);
  told.textContent = `${found.length} found${found.length > 50 ? ", the first 50 shown" : ""}.`;
  list.replaceChildren(...found.slice(0, 50).map(([, one]) => line(one)));
}
