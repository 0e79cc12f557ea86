/** Puts every message, form and home tab on one page, drawn by the playground's own modules. */
async (shots) => {
  const from = (name) => import(`/page/assets/js/${name}.js`);
  const [{ renderBlocks, renderBlock }, { renderMessage }, { surface }, { h }, { plain }] = await Promise.all(
    ["blocks", "message", "surface", "dom", "mrkdwn"].map(from),
  );

  const message = (shot) =>
    renderMessage({ ts: shot.ts, user: shot.bot, username: "Drumbeat", is_bot: true, text: shot.text, blocks: shot.blocks }, { compact: false, thread: true });

  function modal(shot) {
    const { view } = shot;
    const place = surface(`shot:${shot.id}`, { view_id: shot.id });
    const body = h("div.dialog-body", null, view.blocks.map((block) => renderBlock(block, place)));
    const buttons = [h("button.button", { type: "button" }, plain(view.close))];
    if (view.submit) buttons.push(h("button.button.primary", { type: "button" }, plain(view.submit)));
    return h("div.dialog", null, h("div.dialog-head", null, h("h2.dialog-title", null, plain(view.title))),
      h("div.dialog-bodies", null, body), h("div.dialog-foot", null, buttons));
  }

  const home = (shot) => h("div.home-blocks", null, renderBlocks(shot.view.blocks, surface(`shot:${shot.id}`, { home: true })));

  const draw = { message, modal, home };
  const stage = h("div", { id: "stage" }, shots.map((shot) => h("div.shot", { id: shot.id }, draw[shot.kind](shot))));
  document.body.replaceChildren(stage);
  document.documentElement.style.height = "auto";
  Object.assign(document.body.style, { height: "auto", display: "block", background: "#fff", overflow: "visible" });
  for (const shot of stage.children) {
    Object.assign(shot.style, { width: "780px", padding: "16px", background: "#fff" });
  }
  for (const dialog of stage.querySelectorAll(".dialog")) {
    Object.assign(dialog.style, { animation: "none", margin: "0 auto", boxShadow: "0 0 0 1px #ccc" });
  }
  await document.fonts.ready;
  return [...stage.querySelectorAll(".not-rendered")].map((one) => `${one.closest(".shot").id}: ${one.textContent}`);
}
