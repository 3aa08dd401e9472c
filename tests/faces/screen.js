// What is wrong with the page as it stands, by kind of flaw: lists of what was found, without the kinds that are in order.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility();
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);

  const luminance = (colour) => {
    const [red, green, blue] = numbers(colour)
      .slice(0, 3)
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((numbers(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };

  // Text with too little contrast to what lies behind it (WCAG 2.2, 1.4.3).
  const faint = () => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      if (!text.data.trim() || !seen(element) || element.closest("script, noscript, .unseen, .skip")) continue;
      const style = getComputedStyle(element);
      const [darker, lighter] = [luminance(style.color), luminance(behind(element))].sort((a, b) => a - b);
      const contrast = (lighter + 0.05) / (darker + 0.05);
      if (contrast < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) found.push(`${text.data.trim()}: ${contrast.toFixed(2)}`);
    }
    return found;
  };

  // Whatever sticks out of the window or out of its own box.
  const overflowing = () =>
    all("body *")
      .filter((element) => seen(element) && !element.closest(".unseen, .skip, svg, canvas"))
      .filter((element) => {
        const out = element.getBoundingClientRect().right > innerWidth + 1;
        return out || (element.clientWidth && element.scrollWidth > element.clientWidth + 1);
      })
      .map((element) => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`);

  // Links, buttons and fields that are hard to hit (WCAG 2.2, 2.5.8); those within a sentence may be.
  const small = () =>
    all("a, button, input:not([type=hidden]), summary")
      .filter((element) => seen(element) && !element.closest(".skip, .notice"))
      .map((element) => [element, element.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24)
      .map(([element, box]) => `${element.textContent.trim()}: ${box.width} x ${box.height}`);

  // What has no name, or one that leads nowhere.
  const nameless = () => {
    const ids = all("[id]").map((element) => element.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    const astray = ["aria-labelledby", "aria-describedby", "for"].flatMap((attribute) =>
      all(`[${attribute}]`)
        .flatMap((element) => element.getAttribute(attribute).split(" "))
        .filter((id) => !ids.includes(id)),
    );
    const unlabelled = all("input:not([type=hidden])").filter((input) => !input.labels.length);
    const silent = all("a, button, summary").filter((element) => !element.textContent.trim());
    const blind = all("img:not([alt]), svg:not([aria-hidden=true]):not([role=img])");
    return [...twice, ...astray, ...[...unlabelled, ...silent, ...blind].map((element) => element.outerHTML)];
  };

  // What a screen reader finds its way by.
  const unstructured = () => {
    const found = ["main", "header", "footer", "h1", "title"].filter((name) => all(name).length !== 1);
    const levels = all("h1, h2, h3").map((heading) => Number(heading.tagName[1]));
    if (levels.slice(1).some((level, at) => level > levels[at] + 1)) found.push("a level of headings is missing");
    if (!document.documentElement.lang) found.push("the language is not said");
    if (all("table").some((table) => !table.querySelector("thead th[scope=col]"))) found.push("a table has no heads");
    if (all("tbody tr").some((row) => !row.querySelector("th[scope=row]"))) found.push("a row has no head");
    return found;
  };

  const checks = { faint, overflowing, small, nameless, unstructured };
  const found = Object.entries(checks).map(([kind, check]) => [kind, check()]);
  return Object.fromEntries(found.filter(([, what]) => what.length));
};
