//! While it is masked nothing of the book can be read anywhere. Searches the whole screen for every name.

use crate::desk::{Desk, sample};
use std::collections::BTreeSet;

/// What must not be seen: the words of every name, companies, sums, and every text of some length.
struct Secrets {
    words: BTreeSet<String>,
    texts: BTreeSet<String>,
}

/// Words of the interface and of invented names that real names share.
const ALSO_OURS: [&str; 8] = [
    "Dale", "Heath", "North", "Rowan", "Vera", "Marsh", "Bela", "Iris",
];

/// Terms of the trade that the screens say themselves and some notes of the sample begin with.
const OUR_TERMS: [&str; 2] = ["lunch of three", "they know each"];

fn secrets(desk: &Desk) -> Secrets {
    let book = desk.book();
    let mut words = BTreeSet::new();
    let mut texts = BTreeSet::new();
    for (_, person) in book.people.iter() {
        let of_name = person.name.split(|letter: char| !letter.is_alphanumeric());
        words.extend(of_name.filter(|word| 2 < word.len()).map(str::to_string));
        texts.extend([&person.company, &person.phone, &person.email].map(Clone::clone));
    }
    for (_, target) in book.targets.iter() {
        let of_name = target.name.split(|letter: char| !letter.is_alphanumeric());
        words.extend(of_name.filter(|word| 2 < word.len()).map(str::to_string));
        texts.extend([&target.company, &target.why].map(Clone::clone));
    }
    for (_, agreement) in book.agreements.iter() {
        texts.extend(agreement.criteria.values().map(|it| it.words.clone()));
    }
    for (_, referral) in book.referrals.iter() {
        texts.insert(referral.need.clone());
        if let Some(estimate) = referral.estimate {
            words.insert(estimate.short(book.settings().currency()));
        }
        texts.extend(referral.wait.iter().map(|wait| wait.why.clone()));
        texts.extend(referral.next.iter().map(|next| next.note.clone()));
    }
    texts.extend(book.events.iter().map(|(_, event)| event.note.clone()));
    texts.extend(
        book.promises
            .iter()
            .map(|(_, promise)| promise.what.clone()),
    );
    texts.insert(book.settings().company.clone());
    texts.insert(book.settings().email.clone());
    words.retain(|word| !ALSO_OURS.contains(&word.as_str()));
    // What the process asks for is ours.
    let steps = book.maps.iter().flat_map(|(_, map)| map.steps.values());
    let ours: Vec<&str> = steps.map(|step| step.now.as_str()).collect();
    texts.retain(|text| !ours.iter().any(|ours| ours.contains(text.as_str())));
    texts.retain(|text| !OUR_TERMS.iter().any(|term| text.starts_with(term)));
    let start = |text: String| text.chars().take(14).collect::<String>();
    Secrets {
        words,
        texts: texts
            .into_iter()
            .map(start)
            .filter(|text| 13 < text.chars().count())
            .collect(),
    }
}

/// What of the book can be read on the screen, in the last toast, or on its way to the clipboard.
fn seen(desk: &mut Desk, secrets: &Secrets) -> Vec<String> {
    let mut all = desk.text();
    // The capture shows examples of ours.
    for ours in [
        "Priya Shah (ARC) from Dana Ortiz, web shop #retail 12k L3 call fri 10:00",
        "in brackets: Priya Shah (ARC)",
        "#tag   12k   L3>7",
        "lunch Dana 12 dec",
    ] {
        all = all.replace(ours, "");
    }
    all += "\n";
    all += &desk.app.said();
    for errand in desk.app.take_errands() {
        all += &format!("\n{errand:?}");
    }
    let words: BTreeSet<&str> = all
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let named = secrets
        .words
        .iter()
        .filter(|word| words.contains(word.as_str()));
    let quoted = secrets
        .texts
        .iter()
        .filter(|text| all.contains(text.as_str()));
    named.chain(quoted).cloned().collect()
}

#[test]
fn a_masked_book_says_nothing_on_any_screen() {
    let places = [
        "1", "2", "3", "4", "1z", "2z", "3z", "4z", "1b", "1bz", "P", "P4", "PA",
    ];
    let keys = [
        "",
        "<enter>",
        ".",
        "?",
        ":",
        "x",
        "M",
        "n",
        "r",
        "s",
        "e",
        "N",
        "+",
        "o",
        "a",
        "-",
        "<space>",
        "t",
        "L",
        "H",
        "y",
        "tu",
        "tN",
        ".p",
        "T",
        "Tb",
        "Lu",
        "LuU",
        "<delete>",
        "<delete>u",
        "xw",
        "M8",
        "<enter>y",
        "<enter>.",
        "<enter>?",
        "<enter><space>",
        "<enter>t",
        "j",
        "jj<enter>",
        "/a",
        "h<enter>",
        "lL",
        "c",
        "f",
        ".A",
        ".m",
        ".L",
        ".a",
        "<enter>.L",
        "F",
        "Fti<enter>",
        "T",
        ".U",
        ".F",
    ];
    let original = sample();
    let secrets = secrets(&original);
    let mut faults = BTreeSet::new();
    for place in places {
        for more in keys {
            let mut desk = sample();
            desk.resize(160, 44);
            desk.keys("m").keys(place).keys(more);
            for word in seen(&mut desk, &secrets) {
                faults.insert(format!("{place} {more}: {word}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn finding_and_capturing_while_masked_says_only_what_was_typed() {
    let mut desk = sample();
    let secrets = secrets(&desk);
    for query in ["a", "an", "web", "12", "ort", "call"] {
        let mut desk = sample();
        desk.keys("mf").keys(query);
        assert!(
            seen(&mut desk, &secrets).is_empty(),
            "f {query}: {:?}\n{}",
            seen(&mut desk, &secrets),
            desk.text()
        );
        desk.keys("<enter>");
        assert!(
            seen(&mut desk, &secrets).is_empty(),
            "f {query} enter: {:?}\n{}",
            seen(&mut desk, &secrets),
            desk.text()
        );
    }
    desk.keys("mcZoe Quinn from Da");
    assert!(seen(&mut desk, &secrets).is_empty(), "{}", desk.text());
}

#[test]
fn masking_takes_one_key_and_showing_again_two() {
    let mut desk = sample();
    let secrets = secrets(&desk);
    desk.keys("1");
    assert!(!seen(&mut desk, &secrets).is_empty());
    desk.keys("m");
    assert!(desk.shows("MASKED"), "{}", desk.text());
    assert_eq!(desk.app.title(), "goodword (masked)");
    desk.keys("m");
    assert!(desk.shows("MASKED"), "{}", desk.text());
    desk.keys("<esc>");
    assert!(desk.shows("MASKED"));
    desk.keys("m<enter>");
    assert!(
        !desk.shows("MASKED") && !seen(&mut desk, &secrets).is_empty(),
        "{}",
        desk.text()
    );
}

#[test]
fn the_same_person_wears_the_same_mask() {
    let mut desk = sample();
    desk.keys("m1z");
    let (before, _) = (desk.text(), desk.keys("m<enter>m"));
    assert_eq!(
        desk.rows()[1..10].join("\n").trim_end(),
        before.lines().collect::<Vec<_>>()[1..10]
            .join("\n")
            .trim_end()
    );
}

#[test]
fn work_goes_on_while_masked() {
    let mut desk = sample();
    desk.keys("m1L");
    assert!(desk.app.said().starts_with("Moved "), "{}", desk.app.said());
    desk.keys("u");
    assert!(
        desk.app.said().starts_with("Undone: "),
        "{}",
        desk.app.said()
    );
    desk.keys("c")
        .paste("Zoe Quinn from Abel Rook")
        .keys("<enter>");
    assert!(
        desk.book()
            .people
            .iter()
            .any(|(_, it)| it.name == "Zoe Quinn"),
        "{}",
        desk.text()
    );
}
