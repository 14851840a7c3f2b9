import { Alert, Button, Group, Paper, Text } from "@mantine/core";
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
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
  const read = useEffectEvent((text: string) => {
    if (!paused) onRead(text);
  });
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const place = video.current;
    if (place === null) return;
    return watch(place, read, () =>
      setTrouble("La caméra ne s’ouvre pas : autorisez-la dans le navigateur, ou tapez les codes."),
    );
  }, []);
  return (
    <Paper p="xs" className={classes.camera ?? ""}>
      {trouble === undefined ? (
        <video ref={video} playsInline muted className={classes.video} />
      ) : (
        <Alert color="waiting" role="alert">
          {trouble}
        </Alert>
      )}
      <Group justify="space-between" mt="xs">
        <Text size="sm" c="gray.7" className={classes.cameraHint ?? ""}>
          Présentez les étiquettes l’une après l’autre.
        </Text>
        <Button variant="default" onClick={onStop}>
          Arrêter la caméra
        </Button>
      </Group>
    </Paper>
  );
}

/** Opens the camera and reports each code; the answer closes it. */
function watch(video: HTMLVideoElement, report: (text: string) => void, fail: () => void): () => void {
  let stream: MediaStream | undefined;
  let stopped = false;
  let timer = 0;
  const last = { text: "", at: 0 };
  const look = async (detector: Detector) => {
    const found = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? await detector.detect(video) : [];
    for (const { rawValue } of found) {
      const now = performance.now();
      if (rawValue !== last.text || now - last.at > SAME_MS) report(rawValue);
      Object.assign(last, { text: rawValue, at: now });
    }
    if (!stopped) timer = window.setTimeout(() => look(detector).catch(fail), LOOK_EVERY_MS);
  };
  const start = async () => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (stopped) return close(stream);
    video.srcObject = stream;
    await video.play();
    await look(await qrDetector());
  };
  start().catch(() => !stopped && fail());
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
