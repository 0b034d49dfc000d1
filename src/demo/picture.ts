import { crc32, deflateSync } from 'node:zlib';

const width = 240;
const height = 120;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const trueColour = 2;
const bitDepth = 8;

type Colour = readonly [red: number, green: number, blue: number];

/** Draws a wave on a blue ground: a PNG of 240 × 120 pixels (W3C PNG §5, §11). */
export function createPicture(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, trueColour], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(scanlines())),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each line begins with its filter type, 0: none (§9). */
function scanlines(): Buffer {
  const bytes: number[] = [];
  for (let y = 0; y < height; y += 1) {
    bytes.push(0);
    for (let x = 0; x < width; x += 1) bytes.push(...colourAt(x, y));
  }
  return Buffer.from(bytes);
}

function colourAt(x: number, y: number): Colour {
  const wave = height / 2 + Math.sin((x / width) * Math.PI * 6) * height * 0.28 * (x / width);
  const distance = Math.abs(y - wave);
  const light = Math.round(Math.max(0, 1 - distance / 9) * 200);
  const ground: Colour = [18, 34 + Math.round(y / 4), 70 + Math.round(x / 6)];
  return [
    ground[0] + light * 0.3,
    ground[1] + light * 0.85,
    Math.min(255, ground[2] + light * 0.7),
  ];
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return framed;
}
