/** Whether a message that comes now answers what one just did: such a message is brought into view. */

const WAIT = 6000; // milliseconds that a bot may take for its answer

let doing = 0; // counts what one did
let until = 0; // 0: nothing is waited for
let byHand = false; // whether it was a message, a button or a form, and not the clock

/** One does something that the bot may answer; moving the clock is not done `inChat`. */
export function expectAnswer(inChat = true) {
  doing += 1;
  byHand = inChat;
  until = performance.now() + WAIT;
}

/** What one did has reached the bot just now. */
export function expectLonger() {
  if (until) until = performance.now() + WAIT;
}

/** One reads something else by now: the page stays where it is. */
export function expectNothing() {
  until = 0;
}

/** The number of the deed whose answer is waited for, or 0. */
export const expected = () => (performance.now() < until ? doing : 0);

/** Whether that deed was one of the chat. */
export const expectedInChat = () => expected() > 0 && byHand;
