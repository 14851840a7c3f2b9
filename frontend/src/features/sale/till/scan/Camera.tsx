import { Alert, Button, Group, Paper, Stack } from "@mantine/core";
import { IconBulb, IconX } from "@tabler/icons-react";
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import { readScan } from "@/offline/scan/scan";
import classes from "./Camera.module.css";

const LOOK_EVERY_MS = 120;
/** The same label stays in the picture for a while. */
const SAME_MS = 2_000;

interface CameraProps {
  readonly onRead: (text: string) => void;
  /** While something lies over the ticket nothing is read: a label that happens to pass by would be paid by the wrong one. */
  readonly paused: boolean;
  readonly onStop: () => void;
}

/** Reads QR codes one after the other without stopping. */
export function Camera({ onRead, paused, onStop }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [last, setLast] = useState<{ readonly text: string; readonly at: number }>();
  const [lamp, setLamp] = useState<MediaStreamTrack>();
  const read = useEffectEvent((text: string) => {
    if (paused) return;
    onRead(text);
    setLast({ text, at: performance.now() });
  });
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const place = video.current;
    if (place === null) return;
    return watch(place, {
      read,
      opened: (track) => setLamp(hasLamp(track) ? track : undefined),
      failed: () =>
        setTrouble("La caméra ne s’ouvre pas : autorisez-la dans le navigateur, ou tapez les codes."),
    });
  }, []);
  return (
    <Paper p="xs" className={classes.camera ?? ""}>
      {trouble === undefined ? (
        <div className={classes.view}>
          <video ref={video} playsInline muted className={classes.video} />
          {last !== undefined && (
            // Drawn anew with each label, so that it flashes.
            <div key={last.at} className={classes.last}>
              Lu : {nameOf(last.text)}
            </div>
          )}
          <Group gap="xs" className={classes.controls ?? ""}>
            {lamp !== undefined && <Lamp track={lamp} />}
            <StopButton onStop={onStop} />
          </Group>
        </div>
      ) : (
        <Alert color="waiting" role="alert" w="100%">
          <Stack gap="xs" align="flex-start">
            {trouble}
            <StopButton onStop={onStop} />
          </Stack>
        </Alert>
      )}
    </Paper>
  );
}

function StopButton({ onStop }: Pick<CameraProps, "onStop">) {
  return (
    <Button variant="default" mih={44} leftSection={<IconX size={20} aria-hidden />} onClick={onStop}>
      Arrêter la caméra
    </Button>
  );
}

/** `torch` is an addition to the standard that its types do not have. */
interface LampSetting extends MediaTrackConstraintSet {
  readonly torch: boolean;
}

function hasLamp(track: MediaStreamTrack | undefined): boolean {
  return track !== undefined && "torch" in (track.getCapabilities?.() ?? {});
}

/** Halls are dark under the tables. */
function Lamp({ track }: { readonly track: MediaStreamTrack }) {
  const [on, setOn] = useState(false);
  const turn = async () => {
    const wanted: LampSetting = { torch: !on };
    await track.applyConstraints({ advanced: [wanted] });
    setOn(!on);
  };
  return (
    <Button
      variant={on ? "filled" : "default"}
      mih={44}
      aria-pressed={on}
      leftSection={<IconBulb size={20} aria-hidden />}
      onClick={() => void turn().catch(() => undefined)}
    >
      Lampe
    </Button>
  );
}

/** What a person compares with the label in hand. */
function nameOf(text: string): string {
  const read = readScan(text, "");
  return read.kind === "label" || read.kind === "code" ? read.code : text;
}

interface Watcher {
  readonly read: (text: string) => void;
  readonly opened: (track: MediaStreamTrack | undefined) => void;
  readonly failed: () => void;
}

/** Opens the camera and reports each code; the answer closes it. */
function watch(video: HTMLVideoElement, { read, opened, failed }: Watcher): () => void {
  let stream: MediaStream | undefined;
  let stopped = false;
  let timer = 0;
  const last = { text: "", at: 0 };
  const look = async (detector: Detector) => {
    const found = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await detector.detect(video) : [];
    for (const { rawValue } of found) {
      const now = performance.now();
      if (rawValue !== last.text || now - last.at > SAME_MS) read(rawValue);
      Object.assign(last, { text: rawValue, at: now });
    }
    if (!stopped) timer = window.setTimeout(() => look(detector).catch(failed), LOOK_EVERY_MS);
  };
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (stopped) return close(stream);
    opened(stream.getTracks().find(({ kind }) => kind === "video"));
    video.srcObject = stream;
    await video.play();
    await look(await qrDetector());
  };
  start().catch(() => !stopped && failed());
  return () => {
    stopped = true;
    clearTimeout(timer);
    if (stream !== undefined) close(stream);
  };
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

/** The browser's own reader where it has one, else the one that is shipped. */
async function qrDetector(): Promise<Detector> {
  const own = (globalThis as { BarcodeDetector?: typeof BarcodeDetector }).BarcodeDetector;
  if (own !== undefined && (await own.getSupportedFormats()).includes("qr_code")) {
    return new own({ formats: ["qr_code"] });
  }
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return new BarcodeDetector({ formats: ["qr_code"] });
}
