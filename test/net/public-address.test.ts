import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { isPublicAddress, refusedIPv4, refusedIPv6 } from '../../net/public-address.ts';

test.each([
  ...['8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0'],
  ...['126.255.255.255', '128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255'],
  ...['172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0'],
  ...['223.255.255.255', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '2001:4860::8888'],
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254'],
  ...['168.63.129.16', '169.254.169.254', '169.254.170.2', '172.16.0.1', '172.31.255.255'],
  ...['192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.19.255.255'],
  ...['198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1'],
  ...['255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:7f00:1'],
  ...['::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1'],
  ...['2002:7f00:1::', '2002:a9fe:a9fe::1', '3fff::1', '5f00::1', 'fc00::1', 'fd00:ec2::254'],
  ...['fe80::1', 'fe80::1%eth0', '2606:4700::1%eth0', 'fec0::1', 'ff02::1'],
  ...['', 'localhost', '127.1', '2130706433', '0x7f000001', '017700000001', '8.8.8.8 ', '[::1]'],
])('%j is not', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

/** An independent reckoning, in one big number. */
const numberOf4 = (text: string) =>
  text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
const textOf4 = (value: bigint) =>
  [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
function numberOf6(text: string): bigint {
  const [head = '', tail = ''] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
const textOf6 = (value: bigint) =>
  Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(':');

/** What the issue asks to be refused at least, besides the lists in the code. */
const demanded4 = [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
  ] as const),
];
const demanded6 = [
  ...([
    ['::1', 128],
    ['::', 96],
    ['::ffff:0:0', 96],
    ['fc00::', 7],
    ['fe80::', 10],
  ] as const),
  ...([
    ['64:ff9b::', 96],
    ['2002::', 16],
    ['ff00::', 8],
  ] as const),
];

/** Any address of a subnet, and so its first and last too. */
function within(network: bigint, prefix: number, bits: number): fc.Arbitrary<bigint> {
  const size = 1n << BigInt(bits - prefix);
  return fc.bigInt({ min: 0n, max: size - 1n }).map((offset) => network + offset);
}

test('no address of a refused range passes', () => {
  const four = [...demanded4, ...refusedIPv4].map(([network, prefix]) =>
    within(numberOf4(network), prefix, 32).map(textOf4),
  );
  const six = [...demanded6, ...refusedIPv6].map(([network, prefix]) =>
    within(numberOf6(network), prefix, 128).map(textOf6),
  );

  fc.assert(
    fc.property(fc.oneof(...four, ...six), (address) => !isPublicAddress(address)),
    { numRuns: 20_000 },
  );
});

test('no IPv4 address passes in the clothes of an IPv6 one', () => {
  const any = fc.bigInt({ min: 0n, max: 0xffff_ffffn });
  const carriers = [0n, numberOf6('::ffff:0:0'), numberOf6('64:ff9b::')];
  const carried = fc.tuple(any, fc.constantFrom(...carriers)).map(([four, at]) => at + four);
  const sixToFour = any.map((four) => numberOf6('2002::') + (four << 80n));

  fc.assert(
    fc.property(fc.oneof(carried, sixToFour), (value) => !isPublicAddress(textOf6(value))),
    { numRuns: 5_000 },
  );
});

test('whatever URL spells an address, it is judged as the parser reads it', () => {
  const spellings = (value: bigint) => [
    textOf4(value),
    value.toString(),
    `0x${value.toString(16)}`,
    `0${value.toString(8)}`,
    `${textOf4(value)}.`,
    `${value >> 24n}.${value & 0xff_ffffn}`,
    `0x${(value >> 24n).toString(16)}.0${((value >> 16n) & 255n).toString(8)}.${value & 0xffffn}`,
  ];
  const range = fc.constantFrom(...demanded4);
  const refused = range.chain(([network, prefix]) => within(numberOf4(network), prefix, 32));

  fc.assert(
    fc.property(refused, (value) =>
      spellings(value).every((spelling) => {
        const { hostname } = new URL(`http://${spelling}/`);
        return isIPv4(hostname) && !isPublicAddress(hostname);
      }),
    ),
    { numRuns: 2_000 },
  );
});
