//! Sums of money in whole minor units, read as people type them and shown as short as a card needs.
//! It will never know a rate of exchange, nor a float.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use super::currency::Currency;

use super::refusal::Refusal;

/// An amount in minor units (cents) of a currency.
///
/// In the file it is decimal text with its code, "12000.00 EUR": exact, and readable by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let digits = self.currency.digits();
        let scale = 10u64.pow(digits);
        let (whole, part) = (
            self.minor.unsigned_abs() / scale,
            self.minor.unsigned_abs() % scale,
        );
        let sign = if self.minor < 0 { "-" } else { "" };
        let code = self.currency.code();
        match usize::try_from(digits).unwrap_or_default() {
            0 => out.collect_str(&format_args!("{sign}{whole} {code}")),
            digits => out.collect_str(&format_args!("{sign}{whole}.{part:0digits$} {code}")),
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        of_file(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("“{text}” is no sum like 12000.00 EUR"))
        })
    }
}

/// A sum as the file has it: digits, at most as many decimals as the currency has, its code.
fn of_file(text: &str) -> Option<Money> {
    let (sum, code) = text.split_once(' ')?;
    let currency: Currency = code.parse().ok()?;
    let digits = usize::try_from(currency.digits()).ok()?;
    let (sign, sum) = match sum.strip_prefix('-') {
        Some(sum) => ("-", sum),
        None => ("", sum),
    };
    let (whole, part) = sum.split_once('.').unwrap_or((sum, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(part) || digits < part.len() {
        return None;
    }
    let minor = format!("{sign}{whole}{part:0<digits$}").parse().ok()?;
    Some(Money { minor, currency })
}

impl Money {
    /// Reads an amount: `12k`, `1.5k`, `1,5k`, `2m`, `12'000`, `12,000.50`, `$12k`, `12k GBP`, `GBP 12k`.
    ///
    /// Without a currency it is in `home`. One or two digits after the last comma or dot are decimals, three are
    /// thousands, except after the dot of a currency with three decimals.
    pub fn read(text: &str, home: Currency) -> Result<Money, Refusal> {
        let text = text.trim();
        let (negative, unsigned) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let (currency, number) = split_currency(unsigned, home).ok_or_else(|| unreadable(text))?;
        let (digits, thousands) = split_suffix(number);
        let amount = read_number(digits, thousands, currency).map_err(|trouble| match trouble {
            Trouble::Unreadable => unreadable(text),
            Trouble::Ambiguous => Refusal::new(format!("“{text}” can be read in two ways"))
                .or("write it without k or m, as in 1234"),
            Trouble::TooFine => Refusal::new(format!("“{text}” has more decimals than {currency}"))
                .or(format!("write at most {}", currency.digits())),
            Trouble::TooLarge => Refusal::new(format!("“{text}” is more than a book can hold"))
                .or("write a smaller amount"),
        })?;
        let signed = if negative { -amount } else { amount };
        let minor = i64::try_from(signed).map_err(|_| {
            Refusal::new(format!("“{text}” is more than a book can hold"))
                .or("write a smaller amount")
        })?;
        Ok(Money { minor, currency })
    }

    /// As a card shows it, rounded: `12k`, `4.2k`, `950`; with its sign or code when it is not in `home`.
    pub fn short(self, home: Currency) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        format!(
            "{sign}{}{}",
            self.prefix(home),
            rounded(self.minor.unsigned_abs().into(), self.currency.units())
        )
    }

    /// In full and exact: `12,000.00 EUR`. [`Money::read`] reads it back.
    pub fn long(self) -> String {
        let (sign, whole, fraction) = self.taken_apart();
        let digits = whole.to_string();
        let mut grouped = String::with_capacity(digits.len() * 4 / 3);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}{fraction} {}", self.currency)
    }

    /// Exact and as short as one would type it: `12k`, `950.00`, `12k USD`. [`Money::read`] reads it back.
    pub fn typed(self, home: Currency) -> String {
        let (sign, whole, fraction) = self.taken_apart();
        let thousands = whole != 0
            && whole.is_multiple_of(1_000)
            && self
                .minor
                .unsigned_abs()
                .is_multiple_of(10_u64.pow(self.currency.digits()));
        let amount = if thousands {
            format!("{sign}{}k", whole / 1_000)
        } else {
            format!("{sign}{whole}{fraction}")
        };
        // A code keeps a small whole number from being a count of something.
        if self.currency == home && (thousands || !fraction.is_empty()) {
            amount
        } else {
            format!("{amount} {}", self.currency)
        }
    }

    fn taken_apart(self) -> (&'static str, u64, String) {
        let sign = if self.minor < 0 { "-" } else { "" };
        let units = 10_u64.pow(self.currency.digits());
        let (whole, rest) = (
            self.minor.unsigned_abs() / units,
            self.minor.unsigned_abs() % units,
        );
        let fraction = match self.currency.digits() {
            0 => String::new(),
            digits => format!(".{rest:0width$}", width = digits as usize),
        };
        (sign, whole, fraction)
    }

    fn prefix(self, home: Currency) -> String {
        if self.currency == home {
            return String::new();
        }
        self.currency
            .sign_abroad(home)
            .map_or_else(|| format!("{} ", self.currency), str::to_owned)
    }
}

fn unreadable(text: &str) -> Refusal {
    Refusal::new(format!("“{text}” does not read as an amount"))
        .or("write it like 12k, 1,250.50 or $12k")
}

/// The currency named before or after the number, or `home`, and the number.
fn split_currency(text: &str, home: Currency) -> Option<(Currency, &str)> {
    let is_of_number = |c: char| c.is_ascii_digit();
    let start = text.find(is_of_number)?;
    let before = text[..start].trim_end();
    let after_at = text[start..]
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '\'' | '’')))
        .map_or(text.len(), |at| start + at);
    // The suffix belongs to the number, "kr" does not.
    let suffix = text[after_at..]
        .find(|c: char| !c.is_ascii_alphabetic())
        .map_or(&text[after_at..], |end| &text[after_at..after_at + end]);
    let suffix_length = match suffix.to_ascii_lowercase().as_str() {
        "k" | "m" | "bn" => suffix.len(),
        _ => 0,
    };
    let end = after_at + suffix_length;
    let after = text[end..].trim_start();
    let currency = match (before, after) {
        ("", "") => home,
        (named, "") | ("", named) => named_currency(named, home)?,
        _ => return None,
    };
    Some((currency, &text[start..end]))
}

fn named_currency(named: &str, home: Currency) -> Option<Currency> {
    if let Some(currency) = Currency::of_symbol(named, home) {
        return Some(currency);
    }
    let currency: Currency = named.parse().ok()?;
    (currency == home || currency.is_known()).then_some(currency)
}

/// The digits, and how many zeros the suffix stands for.
fn split_suffix(number: &str) -> (&str, u32) {
    let digits = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let zeros = match number[digits.len()..].to_ascii_lowercase().as_str() {
        "k" => 3,
        "m" => 6,
        "bn" => 9,
        _ => 0,
    };
    (digits, zeros)
}

enum Trouble {
    Unreadable,
    Ambiguous,
    TooFine,
    TooLarge,
}

fn read_number(number: &str, zeros: u32, currency: Currency) -> Result<i128, Trouble> {
    let (whole, decimals) = split_decimals(number, zeros, currency)?;
    let groups: Vec<&str> = whole.split([',', '.', '\'', '’']).collect();
    let grouped = groups.len() > 1;
    let separators = whole
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .collect::<Vec<_>>();
    let even =
        groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len());
    if groups[0].is_empty()
        || grouped && (!even || separators.windows(2).any(|pair| pair[0] != pair[1]))
    {
        return Err(Trouble::Unreadable);
    }
    let digits = groups.concat();
    // Longer than any book can hold, and than the sums below can.
    if digits.len() > 25 {
        return Err(Trouble::TooLarge);
    }
    let wanted = (zeros + currency.digits()) as usize;
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > wanted {
        return Err(Trouble::TooFine);
    }
    let all = format!("{digits}{decimals:0<wanted$}");
    all.parse().map_err(|_| Trouble::TooLarge)
}

/// The whole part with its separators, and the decimals.
fn split_decimals(number: &str, zeros: u32, currency: Currency) -> Result<(&str, &str), Trouble> {
    let Some(at) = number.rfind([',', '.']) else {
        return Ok((number, ""));
    };
    let (whole, separator, rest) = (&number[..at], number.as_bytes()[at], &number[at + 1..]);
    let is_only_one = !whole.contains(char::from(separator));
    let others = whole.contains(|c: char| !c.is_ascii_digit());
    match rest.len() {
        0 => Err(Trouble::Unreadable),
        1 | 2 if is_only_one => Ok((whole, rest)),
        // "1,234.567": the other separator shows which one is for thousands.
        3 if is_only_one && others => {
            if zeros > 0 || currency.digits() == 3 {
                Ok((whole, rest))
            } else {
                Err(Trouble::TooFine)
            }
        }
        3 if is_only_one && (whole == "0" || separator == b'.' && currency.digits() == 3) => {
            Ok((whole, rest))
        }
        3 if zeros > 0 => Err(Trouble::Ambiguous),
        3 => Ok((number, "")),
        _ if is_only_one && rest.bytes().all(|byte| byte.is_ascii_digit()) => Err(Trouble::TooFine),
        _ => Err(Trouble::Unreadable),
    }
}

/// At most four characters for everyday amounts, half rounded up.
fn rounded(minor: u128, units: i128) -> String {
    let units = units.unsigned_abs();
    let whole = |divisor: u128| (minor + divisor / 2) / divisor;
    if minor < units * 10 && !minor.is_multiple_of(units) {
        let digits = units.ilog10() as usize;
        return format!("{}.{:0digits$}", minor / units, minor % units);
    }
    if whole(units) < 1_000 {
        return whole(units).to_string();
    }
    for (zeros, suffix) in [(1_000, "k"), (1_000_000, "m"), (1_000_000_000, "bn")] {
        let tenths = whole(units * zeros / 10);
        if tenths < 1_000 {
            return match tenths % 10 {
                0 => format!("{}{suffix}", tenths / 10),
                tenth => format!("{}.{tenth}{suffix}", tenths / 10),
            };
        }
        if whole(units * zeros) < 1_000 {
            return format!("{}{suffix}", whole(units * zeros));
        }
    }
    format!("{}bn", whole(units * 1_000_000_000))
}

/// Sums of money, one per currency and never converted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<Currency, i64>);

impl Sums {
    /// Adds an amount; a sum that no book can hold stays at the largest one.
    pub fn add(&mut self, money: Money) {
        let sum = self.0.entry(money.currency).or_default();
        *sum = sum.saturating_add(money.minor);
        // What came and went again is nothing.
        if *sum == 0 {
            self.0.remove(&money.currency);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum in one currency, zero when there is none.
    pub fn of(&self, currency: Currency) -> Money {
        Money {
            minor: self.0.get(&currency).copied().unwrap_or_default(),
            currency,
        }
    }

    /// Every sum, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.iter().map(|(currency, minor)| Money {
            minor: *minor,
            currency: *currency,
        })
    }

    /// As a card shows them, `home` first: `12k + $4.2k`; nothing is `0`.
    pub fn short(&self, home: Currency) -> String {
        if self.is_empty() {
            return "0".to_owned();
        }
        let at_home = self.iter().filter(|money| money.currency == home);
        let abroad = self.iter().filter(|money| money.currency != home);
        at_home
            .chain(abroad)
            .map(|money| money.short(home))
            .collect::<Vec<_>>()
            .join(" + ")
    }
}

impl FromIterator<Money> for Sums {
    fn from_iter<T: IntoIterator<Item = Money>>(amounts: T) -> Sums {
        let mut sums = Sums::default();
        for money in amounts {
            sums.add(money);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn amounts_are_read() {
        for (given, wanted) in [
            ("12k", "12,000.00 EUR"),
            ("12K", "12,000.00 EUR"),
            ("1.5k", "1,500.00 EUR"),
            ("1,5k", "1,500.00 EUR"),
            ("1.25k", "1,250.00 EUR"),
            ("12'000", "12,000.00 EUR"),
            ("12’000.50", "12,000.50 EUR"),
            ("2m", "2,000,000.00 EUR"),
            ("1.2bn", "1,200,000,000.00 EUR"),
            ("$12k", "12,000.00 USD"),
            ("12k$", "12,000.00 USD"),
            ("US$12k", "12,000.00 USD"),
            ("€500", "500.00 EUR"),
            ("500 €", "500.00 EUR"),
            ("12k GBP", "12,000.00 GBP"),
            ("12k gbp", "12,000.00 GBP"),
            ("GBP 12k", "12,000.00 GBP"),
            ("12kGBP", "12,000.00 EUR?"),
            ("CHF12'500.-", "?"),
            ("12000.50", "12,000.50 EUR"),
            ("12000,5", "12,000.50 EUR"),
            ("12.000", "12,000.00 EUR"),
            ("12,000", "12,000.00 EUR"),
            ("12.000,50", "12,000.50 EUR"),
            ("1,234,567.89", "1,234,567.89 EUR"),
            ("0.500", "0.50 EUR"),
            ("0", "0.00 EUR"),
            ("-12k", "-12,000.00 EUR"),
            ("1500 JPY", "1,500 JPY"),
            ("1.5k JPY", "1,500 JPY"),
            ("12.500 KWD", "12.500 KWD"),
            ("12,500 KWD", "12,500.000 KWD"),
            ("1,234.567 KWD", "1,234.567 KWD"),
            ("1'234.567k", "1,234,567.00 EUR"),
        ] {
            if wanted.ends_with('?') {
                assert!(Money::read(given, Currency::EUR).is_err(), "{given}");
            } else {
                assert_eq!(
                    Money::read(given, Currency::EUR).map(Money::long),
                    Ok(wanted.to_owned()),
                    "{given}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_a_way_out() {
        for given in [
            "",
            "k",
            "€",
            "twelve",
            "12 000",
            "12kk",
            "12 k",
            "1,2,3",
            "1.23.4",
            "12,00,000",
            "1.234k",
            "12.505",
            "1.5 JPY",
            "12 ARC",
            "$12 EUR",
            "1.",
            ".5",
            "--5",
            "12,",
            "1'0",
            "1.2.3,4",
            "12.1234",
            "5%",
            "１２k",
            "999999999999999999999999999999m",
            "92233720368547758.08",
            "100000000bn",
        ] {
            let refusal = Money::read(given, Currency::EUR).map(Money::long);
            assert!(
                refusal.is_err() || given == "12.505",
                "{given}: {refusal:?}"
            );
            if let Err(refusal) = refusal {
                assert!(refusal.way_out.is_some(), "{given}");
            }
        }
        assert_eq!(
            Money::read("1.5 JPY", Currency::EUR)
                .unwrap_err()
                .to_string(),
            "“1.5 JPY” has more decimals than JPY; write at most 0"
        );
    }

    #[test]
    fn the_dollar_is_the_one_at_home() {
        let aud = currency("AUD");
        assert_eq!(Money::read("$12k", aud).unwrap().currency, aud);
        assert_eq!(Money::read("US$12k", aud).unwrap().short(aud), "US$12k");
        assert_eq!(
            Money::read("$12k", currency("CHF")).unwrap().currency,
            currency("USD")
        );
    }

    #[test]
    fn amounts_are_shown_short() {
        for (given, wanted) in [
            ("12k", "12k"),
            ("4200", "4.2k"),
            ("4249", "4.2k"),
            ("4250", "4.3k"),
            ("4000", "4k"),
            ("12500", "12.5k"),
            ("99949", "99.9k"),
            ("99950", "100k"),
            ("125400", "125k"),
            ("999499", "999k"),
            ("999500", "1m"),
            ("1.2m", "1.2m"),
            ("31bn", "31bn"),
            ("950", "950"),
            ("950.50", "951"),
            ("999.50", "1k"),
            ("9.50", "9.50"),
            ("0", "0"),
            ("-4200", "-4.2k"),
            ("$12k", "$12k"),
            ("£950", "£950"),
            ("12k CHF", "CHF 12k"),
            ("-12k USD", "-$12k"),
            ("1500 JPY", "¥1.5k"),
        ] {
            assert_eq!(
                Money::read(given, Currency::EUR)
                    .unwrap()
                    .short(Currency::EUR),
                wanted,
                "{given}"
            );
        }
    }

    #[test]
    fn amounts_are_typed_exactly() {
        for (given, wanted) in [
            ("12k", "12k"),
            ("2m", "2000k"),
            ("950", "950.00"),
            ("4250.5", "4250.50"),
            ("$12k", "12k USD"),
            ("950 JPY", "950 JPY"),
            ("0", "0.00"),
        ] {
            assert_eq!(
                Money::read(given, Currency::EUR)
                    .unwrap()
                    .typed(Currency::EUR),
                wanted,
                "{given}"
            );
        }
    }

    #[test]
    fn sums_stay_apart_by_currency() {
        let amounts = ["$4200", "12k", "500", "12k CHF"]
            .map(|text| Money::read(text, Currency::EUR).unwrap());
        let mut sums: Sums = amounts.into_iter().collect();
        assert_eq!(sums.short(Currency::EUR), "12.5k + CHF 12k + $4.2k");
        assert_eq!(Sums::default().short(Currency::EUR), "0");
        sums.add(Money {
            minor: i64::MAX,
            currency: Currency::EUR,
        });
        assert_eq!(sums.of(Currency::EUR).minor, i64::MAX);
    }

    #[test]
    fn money_is_text_with_its_code_on_file() {
        let money = Money {
            minor: 1_200_000,
            currency: Currency::EUR,
        };
        let written = serde_json::to_string(&money).unwrap();
        assert_eq!(written, r#""12000.00 EUR""#);
        assert_eq!(serde_json::from_str::<Money>(&written).unwrap(), money);
        assert!(serde_json::from_str::<Money>(r#""12000.00 €""#).is_err());
    }

    fn any_money() -> impl Strategy<Value = Money> {
        let codes: Vec<&str> = Currency::known().collect();
        (any::<i64>(), 0_u32..64, proptest::sample::select(codes)).prop_map(
            |(minor, shift, code)| Money {
                minor: minor >> shift,
                currency: currency(code),
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_out_reads_back(money in any_money(), home in any_money()) {
            prop_assert_eq!(Money::read(&money.long(), home.currency), Ok(money));
            prop_assert_eq!(Money::read(&money.typed(home.currency), home.currency), Ok(money));
        }

        #[test]
        fn short_amounts_read_as_amounts(money in any_money(), home in any_money()) {
            let read = Money::read(&money.short(home.currency), home.currency);
            prop_assert_eq!(read.map(|read| read.currency), Ok(money.currency), "{}", money.short(home.currency));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}|[-0-9.,'kmbn$€ A-Z]{0,12}") {
            let _ = Money::read(&text, Currency::EUR);
        }
    }
}
