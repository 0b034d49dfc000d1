import { answerGzipIfAccepted } from './encodings.ts';
import type { HttpCall } from './httpCall.ts';
import { createPicture } from './picture.ts';

const items = [
  { sku: 'tea-01', name: '龙井茶', qty: 2, price: 68 },
  { sku: 'cup-07', name: '青瓷杯', qty: 1, price: 45.5 },
  { sku: 'pin-03', name: '熊猫胸针', qty: 3, price: 6 },
];

const document = {
  greeting: '你好，世界！',
  server: 'Wirebook demo',
  customer: { name: '王小明', city: '杭州', member: true, email: null },
  items,
  total: { amount: 199.5, currency: 'CNY' },
  languages: { en: 'tea', zh: '茶', ja: 'お茶', ar: 'شاي', emoji: '🍵' },
  numbers: { integer: 42, negative: -7, fraction: 0.1, tiny: 1e-7, large: 9007199254740991 },
  tags: ['早餐', 'naïve', 'tab\tand "quotes"', ''],
  nested: {
    list: [
      [1, 2],
      [3, [4, 5]],
    ],
    empty: {},
    none: [],
  },
};

const note = '请轻拿轻放 · handle with care';
const stops = ['杭州 · 已下单', '杭州 · 已出库', '上海 · 运输中', '北京 · 派送中', '北京 · 已签收'];

let picture: Buffer | null = null;

/** A JSON document with every kind of value and some Chinese. */
export function answerJson(call: HttpCall): void {
  call.json(document);
}

/** An order, compressed where the client accepts gzip. */
export async function answerOrder(call: HttpCall): Promise<void> {
  const id = Number(call.param('id'));
  if (!Number.isSafeInteger(id) || id < 1) {
    call.json({ error: '没有这个订单', id: call.param('id') }, 404);
    return;
  }
  const described = items.map((item, index) => ({ ...item, note, tracking: trackingOf(index) }));
  const { total } = document;
  await answerGzipIfAccepted(call, { id, customer: '王小明', items: described, total });
}

/** A small PNG. */
export function answerImage(call: HttpCall): void {
  picture ??= createPicture();
  call.bytes(picture, 'image/png');
}

function trackingOf(item: number): { at: string; place: string }[] {
  return stops.map((place, step) => ({
    at: new Date(Date.UTC(2026, 0, item + 1, 8 + step * 3)).toISOString(),
    place,
  }));
}
