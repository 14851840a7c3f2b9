import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";

const WIDTH = 640;
const HEIGHT = 480;
const SCALE = 9;
const WHITE = 255;

/** A film for Chromium's pretended camera: one still picture of a label's QR code, in YUV4MPEG2. */
export async function filmOf(text: string): Promise<Buffer> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm"));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
  const { symbol, error } = await writeBarcode(text, { format: "QRCode", ecLevel: "M" });
  if (error !== "") throw new Error(error);
  const luma = Buffer.alloc(WIDTH * HEIGHT, WHITE);
  const left = Math.floor((WIDTH - symbol.width * SCALE) / 2);
  const top = Math.floor((HEIGHT - symbol.height * SCALE) / 2);
  for (let y = 0; y < symbol.height * SCALE; y++) {
    for (let x = 0; x < symbol.width * SCALE; x++) {
      const module = symbol.data[Math.floor(y / SCALE) * symbol.width + Math.floor(x / SCALE)] ?? WHITE;
      luma[(top + y) * WIDTH + left + x] = module;
    }
  }
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
    frame,
    frame,
  ]);
}
