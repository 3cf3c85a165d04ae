//! What every record has in common: when it was made and changed, and the fields that a newer
//! program wrote into it, which survive untouched.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// One row of a table: plain data that knows when it was made and last changed.
pub trait Record: Clone + Eq + Default + Serialize + DeserializeOwned {
    /// Fields that are maps of things with names of their own, so that two devices may each add one.
    /// Paths from the record, `*` standing for any key: `["stages", "stages/*/checklist"]`.
    const MAPS: &'static [&'static str];

    /// When it was made, in UTC milliseconds since 1970.
    fn created(&self) -> i64;
    /// When it was last changed.
    fn updated(&self) -> i64;
    /// Exists only after a merge: the times of those fields that are older than `updated`, so that
    /// copies merged in any order agree on which of two changes is the newer one.
    fn stamps(&self) -> &BTreeMap<String, i64>;
    fn set_stamps(&mut self, created: i64, updated: i64, stamps: BTreeMap<String, i64>);

    /// When the field at `path` was changed.
    fn changed(&self, path: &str) -> i64 {
        self.stamps().get(path).copied().unwrap_or(self.updated())
    }

    /// Equal in everything but the times.
    fn says_the_same(&self, other: &Self) -> bool {
        let mut twin = self.clone();
        twin.set_stamps(other.created(), other.updated(), other.stamps().clone());
        twin == *other
    }
}

/// Fields of an object that this program does not know. Kept as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().flat_map(|fields| fields.iter())
    }

    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.as_ref()?.get(field)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The fields of both; of two of one name the other's, as of two in one object.
    pub(super) fn and(&self, other: &Extra) -> Extra {
        let both = self.iter().chain(other.iter());
        let fields = both.map(|(field, value)| (field.clone(), value.clone()));
        fields.collect::<Map<_, _>>().into()
    }
}

impl From<Map<String, Value>> for Extra {
    fn from(fields: Map<String, Value>) -> Self {
        Extra((!fields.is_empty()).then(|| Box::new(fields)))
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        for (field, value) in self.iter() {
            map.serialize_entry(field, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Extra;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extra, A::Error> {
                let mut fields = Map::new();
                while let Some((key, value)) = map.next_entry::<String, Value>()? {
                    fields.insert(key, value);
                }
                Ok(fields.into())
            }
        }
        from.deserialize_map(Fields)
    }
}

/// What may be left out of the file because it says nothing. A word is always written: a reader should
/// not have to know which one we take for granted.
pub trait Unsaid {
    fn is_unsaid(&self) -> bool;
}

/// True for what is left out of the file.
pub fn is_unsaid<T: Unsaid>(value: &T) -> bool {
    value.is_unsaid()
}

impl<T> Unsaid for Option<T> {
    fn is_unsaid(&self) -> bool {
        self.is_none()
    }
}

impl<K, V> Unsaid for BTreeMap<K, V> {
    fn is_unsaid(&self) -> bool {
        self.is_empty()
    }
}

impl<T> Unsaid for Vec<T> {
    fn is_unsaid(&self) -> bool {
        self.is_empty()
    }
}

impl Unsaid for String {
    fn is_unsaid(&self) -> bool {
        self.is_empty()
    }
}

impl Unsaid for Value {
    fn is_unsaid(&self) -> bool {
        self.is_null()
    }
}

impl Unsaid for super::stage::Stage {
    fn is_unsaid(&self) -> bool {
        false
    }
}

macro_rules! unsaid_when_default {
    ($($kind:ty),*) => {
        $(impl Unsaid for $kind {
            fn is_unsaid(&self) -> bool {
                *self == <$kind>::default()
            }
        })*
    };
}

unsaid_when_default!(bool, u8, u32, i64, chrono::NaiveDate);

/// Declares a record: its fields, all left out of the file while they say nothing, and what every record has.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident [$($map:literal),*] {
        $($(#[$field_meta:meta])* pub $field:ident: $kind:ty),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_meta])*
            #[serde(skip_serializing_if = "crate::domain::record::is_unsaid")]
            pub $field: $kind,)*
            #[serde(skip_serializing_if = "crate::domain::record::is_unsaid")]
            pub created: i64,
            #[serde(skip_serializing_if = "crate::domain::record::is_unsaid")]
            pub updated: i64,
            #[serde(skip_serializing_if = "crate::domain::record::is_unsaid")]
            pub stamps: std::collections::BTreeMap<String, i64>,
            #[serde(flatten)]
            pub extra: crate::domain::record::Extra,
        }

        impl crate::domain::record::Record for $name {
            const MAPS: &'static [&'static str] = &[$($map),*];

            fn created(&self) -> i64 {
                self.created
            }

            fn updated(&self) -> i64 {
                self.updated
            }

            fn stamps(&self) -> &std::collections::BTreeMap<String, i64> {
                &self.stamps
            }

            fn set_stamps(
                &mut self,
                created: i64,
                updated: i64,
                stamps: std::collections::BTreeMap<String, i64>,
            ) {
                (self.created, self.updated, self.stamps) = (created, updated, stamps);
            }
        }
    };
}
pub(crate) use record;

/// Declares a value that lives inside a record and changes as a whole.
macro_rules! part {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident: $kind:ty),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_meta])*
            #[serde(skip_serializing_if = "crate::domain::record::is_unsaid")]
            pub $field: $kind,)*
            #[serde(flatten)]
            pub extra: crate::domain::record::Extra,
        }
    };
}
pub(crate) use part;

/// Declares the words that a field may hold; a word from a newer program is kept as it is.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A word that only a newer program knows.
            Other(Box<str>),
        }

        impl $name {
            /// All that this program knows, in their usual order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word in the file.
            pub fn word(&self) -> &str {
                match self {
                    $($name::$variant => $word,)*
                    $name::Other(word) => word,
                }
            }

            /// The one that a word in a file means.
            pub fn of(word: &str) -> $name {
                match word {
                    $($word => $name::$variant,)*
                    other => $name::Other(other.into()),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ALL[0].clone()
            }
        }

        impl crate::domain::record::Unsaid for $name {
            fn is_unsaid(&self) -> bool {
                false
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                Ok($name::of(&word))
            }
        }
    };
}
pub(crate) use words;
