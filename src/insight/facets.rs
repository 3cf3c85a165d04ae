//! What a list of people can be filtered by: roles, tiers, tags, companies, and how many each of them has. It will
//! never know what is chosen, nor in what words.

use std::collections::{BTreeMap, HashMap};

use super::practice::Practice;
use crate::domain::id::Id;
use crate::domain::name::fold;
use crate::domain::person::{Person, Tier};

/// What a person is to me.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Source,
    Client,
    Prospect,
    Receiver,
    Partner,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::Source,
        Role::Client,
        Role::Prospect,
        Role::Receiver,
        Role::Partner,
    ];

    pub fn title(self) -> &'static str {
        ["source", "client", "prospect", "receiver", "partner"][self as usize]
    }
}

impl Practice {
    /// Whether a person has this role.
    pub fn has_role(&self, id: Id, role: Role) -> bool {
        match role {
            Role::Source => self.relation(id).is_source,
            Role::Client => self.relation(id).is_client,
            Role::Prospect => {
                let mut named = self.referrals_of(id).iter();
                named.any(|named| named.record.prospect == Some(id))
            }
            Role::Receiver => {
                let mut named = self.referrals_of(id).iter();
                named.any(|named| named.record.receiver == Some(id))
            }
            Role::Partner => self.book.people.get(id).is_some_and(|it| it.partner),
        }
    }
}

/// One thing that a list can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    Role(Role),
    /// Without a tier where there is none.
    Tier(Option<Tier>),
    Tag(String),
    /// In one of the ways in which it is written.
    Company(String),
}

impl Facet {
    /// Whether both take the same people, however a company is written.
    pub fn is(&self, other: &Facet) -> bool {
        match (self, other) {
            (Facet::Company(a), Facet::Company(b)) => is_same_company(a, b),
            (a, b) => a == b,
        }
    }

    pub fn takes(&self, id: Id, practice: &Practice) -> bool {
        let person = practice.book.people.get(id);
        person.is_some_and(|person| match self {
            Facet::Role(role) => practice.has_role(id, *role),
            Facet::Tier(tier) => person.tier == *tier,
            Facet::Tag(tag) => person.tags.get(tag) == Some(&true),
            Facet::Company(company) => is_same_company(company, &person.company),
        })
    }
}

/// Whether a person is among what all of these leave.
pub fn take(facets: &[Facet], id: Id, practice: &Practice) -> bool {
    facets.iter().all(|facet| facet.takes(id, practice))
}

fn is_same_company(a: &str, b: &str) -> bool {
    a == b || key(a) == key(b)
}

/// Case, accents and outer blanks aside.
fn key(company: &str) -> String {
    fold(company.trim())
}

/// Every facet that some of these people have, with how many have it: roles, tiers, no tier, tags, then the companies
/// that have several, then the others, each by name.
pub fn counted(people: impl Iterator<Item = Id>, practice: &Practice) -> Vec<(Facet, usize)> {
    let mut roles = [0; Role::ALL.len()];
    let mut tiers: BTreeMap<Tier, usize> = BTreeMap::new();
    let mut untiered = 0;
    let mut tags: HashMap<&str, usize> = HashMap::new();
    let mut written: HashMap<&str, usize> = HashMap::new();
    for id in people {
        let Some(person) = practice.book.people.get(id) else {
            continue;
        };
        for (role, count) in Role::ALL.into_iter().zip(&mut roles) {
            *count += usize::from(practice.has_role(id, role));
        }
        match &person.tier {
            Some(tier) => *tiers.entry(tier.clone()).or_default() += 1,
            None => untiered += 1,
        }
        for tag in tags_of(person) {
            *tags.entry(tag).or_default() += 1;
        }
        if !person.company.trim().is_empty() {
            *written.entry(&person.company).or_default() += 1;
        }
    }
    // Each way of writing a company once, which are far fewer than people.
    let mut written: Vec<(&str, usize)> = written.into_iter().collect();
    written.sort_unstable();
    let mut companies: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for (name, count) in written {
        companies.entry(key(name)).or_insert((name, 0)).1 += count;
    }
    let tags: BTreeMap<&str, usize> = tags.into_iter().collect();
    let roles = Role::ALL.into_iter().map(Facet::Role).zip(roles);
    let tiers = tiers.into_iter().map(|(tier, n)| (Some(tier), n));
    let tiers = tiers.chain([(None, untiered)]);
    let tiers = tiers.map(|(tier, n)| (Facet::Tier(tier), n));
    let tags = tags.into_iter();
    let tags = tags.map(|(tag, n)| (Facet::Tag(tag.to_string()), n));
    let (many, few): (Vec<_>, Vec<_>) = companies.into_values().partition(|(_, n)| 1 < *n);
    let companies = many.into_iter().chain(few);
    let companies = companies.map(|(name, n)| (Facet::Company(name.to_string()), n));
    let all = roles.chain(tiers).chain(tags).chain(companies);
    all.filter(|(_, count)| 0 < *count).collect()
}

fn tags_of(person: &Person) -> impl Iterator<Item = &str> {
    let set = person.tags.iter().filter(|(_, is_set)| **is_set);
    set.map(|(tag, _)| tag.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::trial::Trial;
    use super::*;
    use crate::domain::person::Tags;
    use crate::domain::referral::Direction;

    /// People with a tier, tags and a company out of a few.
    fn practice(people: &[(u8, u8, u8, u8)]) -> Practice {
        let mut trial = Trial::new();
        trial.received("Priya Shah", "Dana Ortiz");
        trial.capture("Lena Holt", Direction::Given, "Omar Haddad");
        let mut book = trial.book().clone();
        for (n, (tier, first, second, company)) in (100..).zip(people) {
            let tag = |n: u8| ["retail", "law", ""][usize::from(n % 3)].to_string();
            let mut tags: Tags = [(tag(*first), true), (tag(*second), second % 2 == 0)].into();
            tags.remove("");
            let person = Person {
                tier: [None, Some(Tier::A), Some(Tier::B)][usize::from(tier % 3)].clone(),
                tags,
                company: ["", "ARC", "arc ", "Müller"][usize::from(company % 4)].into(),
                partner: tier % 2 == 0,
                ..Person::default()
            };
            book.people.put(Id::fixed(n), person, 1);
        }
        Practice::of(&book, trial.today())
    }

    proptest! {
        #[test]
        fn a_facet_counts_whom_it_takes_and_every_person_is_in_some(
            people in prop::collection::vec(any::<(u8, u8, u8, u8)>(), 0..20),
        ) {
            let practice = practice(&people);
            let all = practice.everyone();
            let counts = counted(all.iter().copied(), &practice);
            for (facet, count) in &counts {
                let plain = all.iter().filter(|id| facet.takes(**id, &practice)).count();
                prop_assert_eq!(plain, *count, "{:?}", facet);
            }
            for id in all {
                let of = |wanted: fn(&Facet) -> bool| {
                    let these = counts.iter().map(|(facet, _)| facet).filter(|it| wanted(it));
                    these.filter(|facet| facet.takes(*id, &practice)).count()
                };
                prop_assert_eq!(of(|it| matches!(it, Facet::Tier(_))), 1);
                let has_company = !practice.book.people.get(*id).unwrap().company.is_empty();
                prop_assert_eq!(of(|it| matches!(it, Facet::Company(_))), usize::from(has_company));
            }
            let (one, other) = (Facet::Tier(Some(Tier::A)), Facet::Tag("law".into()));
            let both = all.iter().filter(|id| take(&[one.clone(), other.clone()], **id, &practice));
            let among = all.iter().copied().filter(|id| one.takes(*id, &practice));
            let among = counted(among, &practice).into_iter().find(|(facet, _)| *facet == other);
            prop_assert_eq!(both.count(), among.map_or(0, |(_, count)| count));
        }
    }

    #[test]
    fn a_company_is_one_however_it_is_written() {
        let of = |name: &str| Facet::Company(name.into());
        assert!(of("Müller ").is(&of("muller")) && !of("ARC").is(&of("arch")));
        assert!(!of("A").is(&Facet::Tag("A".into())));
    }

    #[test]
    fn roles_come_from_what_happened() {
        let practice = practice(&[]);
        let titles = |name: &str| -> Vec<&str> {
            let mut people = practice.book.people.iter();
            let (id, _) = people.find(|(_, person)| person.name == name).expect(name);
            let roles = Role::ALL
                .into_iter()
                .filter(|role| practice.has_role(id, *role));
            roles.map(Role::title).collect()
        };
        assert_eq!(titles("Dana Ortiz"), ["source"]);
        assert_eq!(titles("Priya Shah"), ["prospect"]);
        assert_eq!(titles("Omar Haddad"), ["receiver"]);
    }
}
