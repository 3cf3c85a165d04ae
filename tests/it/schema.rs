//! The published description of the file, held against what the program writes and reads.

use std::sync::OnceLock;

use goodword::domain::book::Book;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::random;

fn schema() -> &'static Validator {
    static SCHEMA: OnceLock<Validator> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let text = include_str!("../../assets/book.schema.json");
        let schema: Value = serde_json::from_str(text).expect("JSON");
        jsonschema::validator_for(&schema).expect("a JSON Schema")
    })
}

/// Panics with every place where this book is not what the schema says.
pub fn assert_valid(book: &Value) {
    let found: Vec<String> = schema()
        .iter_errors(book)
        .map(|found| format!("{}: {found}", found.instance_path()))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn value_of(book: &Book) -> Value {
    serde_json::to_value(book).expect("a book is plain data")
}

/// The schema with no room for unknown fields: what it does not name, nothing of ours may write.
fn strict() -> Validator {
    fn close(schema: &mut Value) {
        match schema {
            Value::Object(fields) => {
                fields.values_mut().for_each(close);
                if fields.get("properties").is_some_and(Value::is_object)
                    && fields.get("type") == Some(&json!("object"))
                {
                    fields.insert("additionalProperties".into(), json!(false));
                }
            }
            Value::Array(values) => values.iter_mut().for_each(close),
            _ => {}
        }
    }
    let text = include_str!("../../assets/book.schema.json");
    let mut schema: Value = serde_json::from_str(text).expect("JSON");
    close(&mut schema);
    jsonschema::validator_for(&schema).expect("a JSON Schema")
}

#[test]
fn nothing_of_ours_is_missing_in_the_schema() {
    let strict = strict();
    let check = |book: &Value| {
        let found: Vec<String> = strict
            .iter_errors(book)
            .map(|found| format!("{}: {found}", found.instance_path()))
            .collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    };
    check(&full());
    check(&value_of(&goodword::sample::book(random::today())));
    let config = ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(past in random::rolls(60))| {
        let mut replica = random::Replica::open(Book::new(random::today()), 0, 1);
        for roll in &past {
            replica.act(roll);
        }
        check(&value_of(replica.book()));
    });
}

#[test]
fn a_new_book_is_valid() {
    assert_valid(&value_of(&Book::new(random::today())));
}

#[test]
fn the_sample_is_valid_as_it_lies_there_and_as_it_is_opened() {
    let text = include_str!("../../assets/sample.json");
    assert_valid(&serde_json::from_str(text).expect("JSON"));
    assert_valid(&value_of(&goodword::sample::book(random::today())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_any_life_leaves_is_valid(past in random::rolls(60), other in random::rolls(20), n: u8) {
        let book = random::book_of(&past);
        let merged = Book::merge(&book, &random::lived(&book, &other, 1), &random::lived(&book, &past, 2));
        assert_valid(&value_of(&random::with_unknown_everywhere(&merged, n)));
    }
}

#[test]
fn a_book_with_every_field_is_valid_and_reads_as_it_is_written() {
    let book = full();
    assert_valid(&book);
    let read: Book = serde_json::from_str(&book.to_string()).expect("a book");
    let unknown = |extra: &goodword::domain::record::Extra| extra.iter().count();
    assert_eq!(unknown(&read.extra), 0);
    assert!(read.people.iter().all(|(_, one)| unknown(&one.extra) == 0));
    assert!(read.referrals.iter().all(|(_, one)| {
        let parts = [
            one.next.as_ref().map(|part| &part.extra),
            one.wait.as_ref().map(|part| &part.extra),
            one.outcome.as_ref().map(|part| &part.extra),
        ];
        unknown(&one.extra) == 0 && parts.into_iter().flatten().all(|extra| unknown(extra) == 0)
    }));
    assert!(read.events.iter().all(|(_, one)| unknown(&one.extra) == 0));
    assert!(
        read.promises
            .iter()
            .all(|(_, one)| unknown(&one.extra) == 0)
    );
    assert!(read.settled.iter().all(|(_, one)| unknown(&one.extra) == 0));
    assert_eq!(value_of(&read), book);
}

/// One record of every table with every field.
fn full() -> Value {
    let id = |n: u8| format!("00000000-0000-7000-8000-0000000000{n:02x}");
    let (one, two) = (id(1), id(2));
    let day = "2026-11-20";
    let wait = json!({"until": day, "on": one, "why": "away", "since": day});
    json!({
        "format": "goodword", "version": 4, "min_reader": 1, "writer": "0.1.0",
        "settings": {
            "name": "Me", "company": "My firm", "email": "me@example.com", "phone": "1",
            "offer": "web shops", "line_referred": "As Ana did.", "line_unreferred": "I work by referral.",
            "tiers": {"A": 10}, "thresholds": {"quiet": 12}, "reasons": {"won": {"price": true}},
            "ideal": {&one: {"words": "owners of shops", "on": day, "at": 5}},
            "goals": {"received": 12, "given": 12}, "weights": {"referral": 5}, "silent": {"gone-quiet": true}, "review": "mon",
            "currency": "EUR", "started": day, "created": 1, "updated": 2
        },
        "people": {&one: {
            "name": "Ana", "company": "ARC", "position": "owner", "email": "ana@example.com",
            "phone": "+1", "tags": {"retail": true}, "tier": "A", "every": 20, "tiered": day,
            "best": "by phone, mornings", "via": two, "wait": wait, "away": {"2026-09-05": day},
            "again": {"on": day, "time": "10:00", "why": "after the fair", "since": day},
            "category": "client", "willing": "gladly", "no_ask": {"on": day, "why": "asked too often"}, "partner": true,
            "vcp": {"stage": "credibility", "on": day, "why": "six promises"},
            "gains": {"goals": "a second shop"}, "wants": {&one: {"words": "bakers", "on": day, "at": 5}},
            "asking": {"proposed": day, "on": day, "time": "10:00", "place": "her office", "held": day},
            "trust": {"grade": "strong", "on": day, "why": "vouched"}, "purchase": {"grade": "weak", "on": day, "why": "late"},
            "training": {"need": {"taught": day, "practised": day}},
            "origin": "vcard", "created": 1, "updated": 2, "stamps": {"name": 1}
        }},
        "referrals": {&two: {
            "direction": "given", "prospect": one, "source": one, "also": {&one: {"on": day}},
            "receiver": one, "on": day, "need": "a shop", "estimate": "12000.00 EUR", "level": 3, "aim": 7, "channel": "lunch",
            "urgent": true, "tags": {"web": true},
            "next": {"verb": "mail", "whom": one, "on": day, "time": "10:00", "note": "offer"},
            "wait": wait,
            "moves": {&one: {"to": "meet", "on": day, "at": 5, "skipped": true, "closed": day,
                "ended": {"ending": "lost", "on": day, "at": 5, "reason": "price"}, "why": "known"}},
            "answers": {"research.fit": {"done": true, "note": "the shop", "on": day}},
            "told": "fast", "tie": {"nature": "colleagues", "strength": -1, "confirmed": true}, "approach": "gently",
            "introduction": {
                "method": "letter", "state": "signed", "since": day,
                "days": {"drafted": day, "signed": day}, "done": "the shop", "why": "calm peaks",
                "on": day, "time": "10:00", "place": "her office", "words": "Dear Ana", "kept": false
            },
            "short": false,
            "outcome": {"ending": "lost", "on": day, "at": 5, "reason": "price", "value": "0.50 USD", "instead": "a template"},
            "passed": two,
            "map": one, "origin": "csv", "created": 1, "updated": 2
        }},
        "events": {&two: {
            "on": day, "at": 5, "kind": "call", "person": one, "referral": two, "way": "got",
            "channel": "phone", "note": "well", "differently": "sooner", "theirs": "the news", "target": two, "stage": "meet", "value": "300 JPY", "created": 1, "updated": 2
        }},
        "promises": {&two: {
            "by": "them", "person": one, "referral": two, "what": "a call", "on": day, "due": day,
            "kept": day, "broken": day, "created": 1, "updated": 2
        }},
        "expectations": {&two: {
            "person": one, "words": "no surprises", "priority": 3, "origin": "assumed", "verdict": "met",
            "on": day, "judged": day, "created": 1, "updated": 2
        }},
        "agreements": {&two: {
            "person": one, "on": day, "count": 2, "per": "a-year", "profile": one,
            "criteria": {&one: {"words": "done by May", "met": false, "on": day}},
            "note": "over lunch", "created": 1, "updated": 2
        }},
        "targets": {&two: {
            "person": one, "whom": one, "name": "Lars", "company": "Holm", "why": "they sail together", "on": day,
            "asked": day, "declined": day, "referral": two, "created": 1, "updated": 2
        }},
        "maps": {&one: {
            "direction": "given", "version": 2, "on": day, "why": "shorter",
            "steps": {"meet": {
                "now": "Meet.", "who": "me", "limit": 3, "exit": "Met.",
                "checklist": {"meet.met": {"text": "met", "fact": "met", "order": 1}},
                "prompts": ["How?"], "helpers": {&one: true}
            }},
            "reviewed": day,
            "created": 1, "updated": 2
        }},
        "helpers": {&one: {
            "person": one, "name": "Ana", "does": "answers the telephone", "on": day, "asked": day, "agreed": day,
            "declined": day, "left": day, "note": "mornings", "created": 1, "updated": 2
        }},
        "channels": {&two: {
            "name": "card", "how": "by post", "receiver": one, "responder": one, "lands": "the tray", "on": day,
            "closed": day, "note": "rare", "created": 1, "updated": 2
        }},
        "problems": {&two: {
            "direction": "given", "stage": "meet", "what": "late", "cause": "no day", "fix": "ask for two", "due": day,
            "done": day, "effect": "quicker", "on": day, "version": 2, "created": 1, "updated": 2
        }},
        "reviews": {&two: {
            "on": day, "done": day,
            "items": {"since": {"place": 2, "decision": "done", "at": 5, "why": "seen"}, "people": {"place": 1}},
            "people": {&one: 5}, "give": one, "note": "calm", "created": 1, "updated": 2
        }},
        "settled": {&one: {"key": "cold", "until": day, "why": "away", "on": day, "created": 1, "updated": 2}},
        "clashes": {&one: {"table": "people", "record": one, "field": "name", "value": "Anna", "created": 1, "updated": 2}},
        "gone": {&id(9): {"table": "people", "forgotten": true, "into": one, "created": 1, "updated": 2}}
    })
}

#[test]
fn every_field_of_the_schema_is_in_the_full_book() {
    let schema: Value =
        serde_json::from_str(include_str!("../../assets/book.schema.json")).expect("JSON");
    let book = full().to_string();
    let definitions = schema["$defs"].as_object().expect("an object");
    for (name, definition) in definitions {
        for (field, kind) in definition["properties"].as_object().into_iter().flatten() {
            let is_money = kind["$ref"] == "#/$defs/money" || field == "currency";
            assert!(
                is_money || book.contains(&format!("\"{field}\":")),
                "{name}/{field}"
            );
        }
    }
}

#[test]
fn a_newer_word_is_let_in_and_a_newer_stage_is_not() {
    let mut book = full();
    book["referrals"]["00000000-0000-7000-8000-000000000002"]["outcome"]["ending"] =
        "adjourned".into();
    assert_valid(&book);
    book["referrals"]["00000000-0000-7000-8000-000000000002"]["moves"]["00000000-0000-7000-8000-000000000001"]
        ["to"] = "dreamt".into();
    assert!(!schema().is_valid(&book));
}

#[test]
fn what_is_no_book_is_refused() {
    let broken: [(&str, Value); 14] = [
        ("", json!([])),
        ("/format", json!("other")),
        ("/version", json!("1")),
        ("/version", json!(0)),
        ("/min_reader", json!(-1)),
        ("/people", json!([])),
        ("/people", json!({"dana": {}})),
        (
            "/people/00000000-0000-7000-8000-000000000001/name",
            json!(7),
        ),
        (
            "/people/00000000-0000-7000-8000-000000000001/tags",
            json!(["retail"]),
        ),
        (
            "/referrals/00000000-0000-7000-8000-000000000002/level",
            json!(11),
        ),
        (
            "/referrals/00000000-0000-7000-8000-000000000002/on",
            json!("20 Nov 2026"),
        ),
        (
            "/referrals/00000000-0000-7000-8000-000000000002/next/time",
            json!("25:00"),
        ),
        (
            "/referrals/00000000-0000-7000-8000-000000000002/prospect",
            json!(1),
        ),
        (
            "/events/00000000-0000-7000-8000-000000000002/on",
            json!("2026-13-01"),
        ),
    ];
    for (place, value) in broken {
        let mut book = full();
        *book.pointer_mut(place).expect("a field") = value;
        assert!(!schema().is_valid(&book), "{place}");
    }
    for missing in ["format", "version", "min_reader"] {
        let mut book = full();
        book.as_object_mut().expect("a book").remove(missing);
        assert!(!schema().is_valid(&book), "{missing}");
    }
    for (estimate, is_good) in [
        ("12000.00 EUR", true),
        ("12000 JPY", true),
        ("12k", false),
        ("EUR 12", false),
    ] {
        let mut book = full();
        book["referrals"]["00000000-0000-7000-8000-000000000002"]["estimate"] = estimate.into();
        assert_eq!(schema().is_valid(&book), is_good, "{estimate}");
    }
}

#[test]
fn the_example_in_the_guide_to_the_file_is_a_valid_book() {
    let guide = include_str!("../../docs/data-format.md");
    let (_, rest) = guide.split_once("```json\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    assert_valid(&serde_json::from_str(example).expect("JSON"));
    let book: Book = serde_json::from_str(example).expect("a book");
    assert_eq!(
        (book.people.len(), book.referrals.len(), book.events.len()),
        (2, 1, 1)
    );
}

#[test]
fn the_guide_to_the_file_names_every_table_and_field() {
    let guide = include_str!("../../docs/data-format.md");
    let schema: Value =
        serde_json::from_str(include_str!("../../assets/book.schema.json")).expect("JSON");
    let fields = |object: &Value| -> Vec<String> {
        let known = object["properties"].as_object();
        known
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect()
    };
    let parts = schema["$defs"].as_object().expect("an object").values();
    for name in parts.flat_map(fields).chain(fields(&schema)) {
        assert!(guide.contains(&format!("`{name}`")), "{name}");
    }
}
