//! Currencies: their codes, signs and decimals. It will never know what one is worth in another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// A currency by its ISO 4217 code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    pub const EUR: Currency = Currency(*b"EUR");

    /// The code, such as `EUR`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a code is made of ASCII letters")
    }

    /// How many decimals the currency has (ISO 4217, minor unit).
    pub fn digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The sign that is written before amounts, for currencies that have one of their own.
    pub fn symbol(self) -> Option<&'static str> {
        SYMBOLS
            .iter()
            .find(|(_, code)| **code == self.0)
            .map(|(symbol, _)| *symbol)
    }

    /// Whether the text is the sign of some currency, such as `€` or `US$`.
    pub fn has_symbol(text: &str) -> bool {
        SYMBOLS.iter().any(|(symbol, _)| *symbol == text)
    }

    /// Whether the code is one in use (ISO 4217), so that a word like `ARC` is no currency.
    pub fn is_known(self) -> bool {
        Currency::known().any(|code| code.as_bytes() == self.0)
    }

    /// The currency that a sign means to someone whose own is `home`: `$` is the dollar at home.
    pub fn of_symbol(symbol: &str, home: Currency) -> Option<Currency> {
        if symbol == "$" && DOLLARS.contains(&&home.0) || symbol == "¥" && home.0 == *b"CNY" {
            return Some(home);
        }
        let found = SYMBOLS.iter().find(|(known, _)| *known == symbol)?;
        Some(Currency(*found.1))
    }

    /// The shortest sign that means this currency to someone at `home`: `US$` where `$` is the dollar at home.
    pub fn sign_abroad(self, home: Currency) -> Option<&'static str> {
        let mut own = SYMBOLS
            .iter()
            .filter(|(_, code)| **code == self.0)
            .map(|(symbol, _)| *symbol);
        own.find(|symbol| Currency::of_symbol(symbol, home) == Some(self))
    }

    /// Every code in use.
    pub fn known() -> impl Iterator<Item = &'static str> {
        KNOWN.split_ascii_whitespace()
    }

    /// How many minor units make one.
    pub fn units(self) -> i128 {
        10_i128.pow(self.digits())
    }
}

const DOLLARS: [&[u8; 3]; 9] = [
    b"USD", b"AUD", b"CAD", b"NZD", b"SGD", b"HKD", b"TWD", b"MXN", b"BSD",
];

const SYMBOLS: [(&str, &[u8; 3]); 18] = [
    ("€", b"EUR"),
    ("$", b"USD"),
    ("US$", b"USD"),
    ("£", b"GBP"),
    ("¥", b"JPY"),
    ("A$", b"AUD"),
    ("C$", b"CAD"),
    ("NZ$", b"NZD"),
    ("S$", b"SGD"),
    ("HK$", b"HKD"),
    ("R$", b"BRL"),
    ("₹", b"INR"),
    ("₩", b"KRW"),
    ("₪", b"ILS"),
    ("₫", b"VND"),
    ("₱", b"PHP"),
    ("₺", b"TRY"),
    ("₴", b"UAH"),
];

const KNOWN: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL \
    LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN \
    PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD \
    TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

impl FromStr for Currency {
    type Err = Refusal;

    /// Three letters in either case, whether or not the currency is known here.
    fn from_str(text: &str) -> Result<Currency, Refusal> {
        let code: [u8; 3] = text
            .to_ascii_uppercase()
            .as_bytes()
            .try_into()
            .unwrap_or_default();
        if code.iter().all(u8::is_ascii_uppercase) {
            Ok(Currency(code))
        } else {
            Err(
                Refusal::new(format!("“{text}” is not the code of a currency"))
                    .or("write three letters such as EUR"),
            )
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Currency, Refusal> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
