/** The sounds of a till: eyes stay on the articles. */

let audio: AudioContext | undefined;

/** High and short: the line is in the ticket. */
export function beepAccepted(): void {
  tone(1760, 0, 0.09);
}

/** Two rising tones: the ticket is paid. No scan sounds like it. */
export function beepPaid(): void {
  tone(880, 0, 0.1);
  tone(1320, 0.12, 0.16);
}

/** Low, twice: look at the screen. */
export function beepRefused(): void {
  tone(220, 0, 0.16);
  tone(220, 0.24, 0.16);
}

function tone(frequency: number, after: number, seconds: number): void {
  try {
    audio ??= new AudioContext();
    // Browsers hold sound back until the first key or touch.
    void audio.resume();
    const from = audio.currentTime + after;
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0.2, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + seconds);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(from);
    oscillator.stop(from + seconds);
  } catch {
    // No sound on this device: the screen says the same.
  }
}
