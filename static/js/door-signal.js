// Tells the helper without a look at the screen: high and short for "in", low and twice for "wait". Where a phone can neither beep nor
// shake, the words are enough.
const TUNES = { success: [[880, 0, 0.12]], other: [[220, 0, 0.18], [220, 0.25, 0.18]] };
let sound = null;

// Browsers allow sound only after somebody touched the page.
export const allowSound = () => {
  try {
    sound ??= new AudioContext();
    sound.resume();
  } catch {
    sound = null;
  }
};

export const signal = (tone) => {
  navigator.vibrate?.(tone === "success" ? 80 : [120, 80, 120]);
  if (!sound) return;
  for (const [pitch, delay, length] of TUNES[tone] || TUNES.other) {
    const note = sound.createOscillator();
    note.frequency.value = pitch;
    note.connect(sound.destination);
    note.start(sound.currentTime + delay);
    note.stop(sound.currentTime + delay + length);
  }
};
