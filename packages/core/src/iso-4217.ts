/**
 * ISO 4217 list one as published on 2026-01-01 (six-group.com, "list-one"): every active code and its minor unit.
 * Frozen on purpose: `Intl` disagrees with ISO on 29 codes and drifts with ICU.
 */
export const ISO_4217_DATE = '2026-01-01'

/** Codes by number of decimals. */
const BY_EXPONENT: readonly (readonly [exponent: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
      'CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL ' +
      'HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU ' +
      'MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR ' +
      'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED ' +
      'VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
]

/** Active codes for which ISO states no minor unit ("N.A."): metals, bond units, special drawing rights, tests. */
const WITHOUT_MINOR_UNIT = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'

/** Every active ISO 4217 code → its number of decimals, or null where ISO states none. */
export const EXPONENTS: ReadonlyMap<string, number | null> = /* @__PURE__ */ new Map<string, number | null>([
  ...BY_EXPONENT.flatMap(([exponent, codes]) => codes.split(' ').map((code): [string, number] => [code, exponent])),
  ...WITHOUT_MINOR_UNIT.split(' ').map((code): [string, null] => [code, null]),
])
