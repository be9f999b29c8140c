// The camera at the door: finds QR codes in what it sees and hands them on, the same one not again while it stays in the picture.
import { allowSound } from "./door-signal.js";

const LONGEST_SHOWN = 300;
const SAME_AGAIN_MS = 5_000;

export const openCamera = (device, words, check) => {
  if (!navigator.mediaDevices?.getUserMedia) return;
  const part = (name) => device.querySelector(`[data-door-${name}]`);
  const [startButton, stopButton, video, said] = ["start", "stop", "video", "camera-words"].map(part);
  let camera = null;
  let stopLoop = null;
  let isBusy = false;
  let last = { text: "", at: 0 };

  const show = (isOn) => {
    startButton.hidden = isOn;
    stopButton.hidden = video.hidden = !isOn;
    said.textContent = isOn ? words.looking : "";
  };

  const stop = () => {
    stopLoop?.();
    camera?.stop();
    video.srcObject = null;
    camera = stopLoop = null;
    show(false);
  };

  const found = async (text) => {
    const isSame = text === last.text && Date.now() - last.at < SAME_AGAIN_MS;
    last = { text, at: Date.now() };
    if (!isSame) await check(text.slice(0, LONGEST_SHOWN));
  };

  const look = (canvas) => async () => {
    if (isBusy || !camera) return;
    isBusy = true;
    try {
      const text = await camera.readFrame(canvas);
      if (text) await found(text);
    } finally {
      isBusy = false;
    }
  };

  const start = async () => {
    allowSound();
    startButton.disabled = true;
    try {
      const { QRCanvas, frameLoop, rearCamera } = await import(device.dataset.scanner);
      show(true);
      camera = await rearCamera(video);
      await video.play();
      stopLoop = frameLoop(look(new QRCanvas()), video);
      stopButton.focus();
    } catch {
      stop();
      said.textContent = words.nocamera;
    } finally {
      startButton.disabled = false;
    }
  };

  startButton.addEventListener("click", start);
  stopButton.addEventListener("click", () => {
    stop();
    startButton.focus();
  });
  // A camera that nobody looks at is switched off.
  document.addEventListener("visibilitychange", () => document.hidden && camera && stop());
  window.addEventListener("pagehide", stop);
  part("camera").hidden = false;
};
