import { parseHostPatterns } from '../../net/host-pattern.ts';
import { literalAddress, readTarget } from '../../net/target.ts';

const read = (url: string, hosts = 'images.example.com, *.cdn.example') =>
  readTarget(url, { hosts: parseHostPatterns(hosts), setting: 'X' });

test.each([
  ['http://images.example.com/a.png', 'http://images.example.com/a.png'],
  ['HTTPS://IMAGES.Example.COM/a', 'https://images.example.com/a'],
  ['http://images.example.com./a', 'http://images.example.com/a'],
  ['http://images.example.com:443/', 'http://images.example.com:443/'],
  ['http://images。example。com/', 'http://images.example.com/'],
  ['https://a.b.cdn.example/', 'https://a.b.cdn.example/'],
])('%s is followed', (url, href) => {
  expect(read(url).href).toBe(href);
});

test.each([
  ['', 'not a valid absolute URL'],
  ['images.example.com/a.png', 'not a valid absolute URL'],
  ['//images.example.com/a.png', 'not a valid absolute URL'],
  ['http://', 'not a valid absolute URL'],
  ['http://1.2.3.4.5/', 'not a valid absolute URL'],
  ['ftp://images.example.com/', "begins with 'ftp:'"],
  ['file:///etc/passwd', "begins with 'file:'"],
  ['data:image/png;base64,AAAA', "begins with 'data:'"],
  ['gopher://images.example.com:80/', "begins with 'gopher:'"],
  ['http://images.example.com@evil.test/', 'user name or a password'],
  ['http://user:secret@images.example.com/', 'user name or a password'],
  ['http://evil.test#@images.example.com/', "'evil.test' is not among"],
  ['http://evil.test\\@images.example.com/', "'evil.test' is not among"],
  ['http://images.example.com.evil.test/', 'is not among'],
  ['http://evil-images.example.com/', 'is not among'],
  ['http://cdn.example/', 'is not among'],
  ['http://evilcdn.example/', 'is not among'],
  ['http://images.example.com..', 'is not among'],
  ['http://images.example.com:8080/', 'is not among'],
  ['http://images.example.com:22/', 'is not among'],
  ['http://іmages.example.com/', "'xn--mages-m2e.example.com' is not among"],
])('%s is not: %s', (url, reason) => {
  expect(() => read(url)).toThrow(reason);
});

test.each([
  ['http://2130706433/', '127.0.0.1'],
  ['http://0x7f000001/', '127.0.0.1'],
  ['http://017700000001/', '127.0.0.1'],
  ['http://0177.0.0.01/', '127.0.0.1'],
  ['http://127.1/', '127.0.0.1'],
  ['http://127.0.0.1./', '127.0.0.1'],
  ['http://①②⑦.⓪.⓪.①/', '127.0.0.1'],
  ['http://%31%32%37.0.0.1/', '127.0.0.1'],
  ['http://0/', '0.0.0.0'],
  ['http://0xa9.0xfe.43518/', '169.254.169.254'],
  ['http://[::1]/', '::1'],
  ['http://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe'],
  ['http://[0:0:0:0:0:0:0:1]/', '::1'],
])('%s spells the address %s', (url, address) => {
  expect(literalAddress(read(url, '*'))).toBe(address);
});

test('a name is no address', () => {
  expect(literalAddress(read('http://127.0.0.1.cdn.example/'))).toBeUndefined();
});

test.each(['http://a.example', 'a.example/', 'a b', '*.*', 'a.*', 'a:0', 'a:65536', '*.', 'é.fr'])(
  'the pattern %j is refused with what would be right',
  (text) => {
    expect(() => parseHostPatterns(text)).toThrow(/write images\.example\.com, /);
  },
);
