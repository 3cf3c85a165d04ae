//! To which groups a referral belongs. It knows no figure.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::category::category_of;
use super::super::index::IdMap;
use super::super::pillars::{self, Pillar};
use super::super::practice::Practice;
use super::slice::{Band, Group, Introduced, Key, Quarter};
use crate::domain::event::Kind;
use crate::domain::id::Id;
use crate::domain::introduction::Introduction;
use crate::domain::name;
use crate::domain::referral::Referral;
use crate::domain::relation::Category;

/// The groups of one referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keys {
    partner: Option<Id>,
    band: Band,
    introduced: Introduced,
    channel: Arc<str>,
    category: Option<Category>,
    pillar: Option<Pillar>,
    version: u32,
    quarter: Quarter,
}

impl Keys {
    /// The group of one kind to which it belongs.
    pub fn key(&self, group: Group) -> Key {
        match group {
            Group::Partner => Key::Partner(self.partner),
            Group::Level => Key::Level(self.band),
            Group::Introduction => Key::Introduction(self.introduced.clone()),
            Group::Channel => Key::Channel(self.channel.to_string()),
            Group::Category => Key::Category(self.category.clone()),
            Group::Pillar => Key::Pillar(self.pillar),
            Group::Map => Key::Map(self.version),
            Group::Quarter => Key::Quarter(self.quarter),
        }
    }

    /// Whether it belongs to all of these.
    pub fn are(&self, only: &[Key]) -> bool {
        only.iter().all(|key| match key {
            Key::Channel(channel) => spelled(channel) == spelled(&self.channel),
            key => self.key(key.group()) == *key,
        })
    }
}

/// A channel, case and blanks aside.
fn spelled(channel: &str) -> String {
    name::fold(channel.trim())
}

/// Tells the groups of referrals, one after the other; what many have in common is asked once.
pub(super) struct Sorter<'a> {
    practice: &'a Practice,
    categories: IdMap<Option<Category>>,
    /// Each channel as it was first written.
    channels: HashMap<String, Arc<str>>,
    none: Arc<str>,
}

impl<'a> Sorter<'a> {
    pub fn new(practice: &'a Practice) -> Sorter<'a> {
        Sorter {
            practice,
            categories: IdMap::default(),
            channels: HashMap::new(),
            none: "".into(),
        }
    }

    pub fn keys(&mut self, id: Id, it: &Referral) -> Keys {
        let practice = self.practice;
        let partner = it.partner();
        let category = partner.and_then(|partner| {
            let known = self.categories.entry(partner);
            let ask = || category_of(&practice.book, practice, partner);
            known.or_insert_with(ask).clone()
        });
        Keys {
            partner,
            band: Band::of(it.level.unwrap_or(0)),
            introduced: self.introduced(id, it),
            channel: self.channel(it.channel.trim()),
            category,
            pillar: pillars::of(&practice.book, practice, id).weakest(),
            version: practice.book.map_of(it).version,
            quarter: Quarter::of(it.on),
        }
    }

    fn channel(&mut self, channel: &str) -> Arc<str> {
        if channel.is_empty() {
            return Arc::clone(&self.none);
        }
        let known = self.channels.entry(spelled(channel));
        Arc::clone(known.or_insert_with(|| channel.into()))
    }

    fn introduced(&self, id: Id, it: &Referral) -> Introduced {
        let made = it.introduction.as_ref().filter(|it| it.is_made());
        if let Some(Introduction { method, .. }) = made {
            return Introduced::By(method.clone());
        }
        let mut events = self.practice.events_on(id).iter();
        if events.any(|event| event.record.kind == Kind::Introduced) {
            Introduced::Somehow
        } else {
            Introduced::NameOnly
        }
    }
}
