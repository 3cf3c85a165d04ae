//! The form of several people at once: tags that all of them get or lose.

use crate::domain::action::Action;
use crate::domain::id::Id;
use crate::domain::person::Tags;
use crate::domain::refusal::Refusal;
use crate::ui::layer::Cx;
use crate::ui::parts::field::Field;
use crate::ui::parts::values::Reading;

use super::spec::Spec;

const ADD: &str = "add";
const TAKE: &str = "take away";

pub fn tags(people: &[Id], cx: &Cx) -> Spec {
    let title = match people {
        [one] => format!("Tags · {}", cx.name(Some(*one))),
        many => format!("Tags · {} people", many.len()),
    };
    let (adding, taking) = (people.to_vec(), people.to_vec());
    let fields = vec![
        Field::line(ADD)
            .prompt("as in: #retail #law")
            .reading(move |v| Ok(Reading::of(had(&v.tags(ADD), &adding, v.cx)))),
        Field::line(TAKE).reading(move |v| {
            let tags = v.tags(TAKE);
            let mut known = tags.keys();
            Ok(match known.find(|tag| count(tag, &taking, v.cx) == 0) {
                Some(tag) => Reading::doubt(format!("nobody of them has #{tag}")),
                None => Reading::of(had(&tags, &taking, v.cx)),
            })
        }),
    ];
    let people = people.to_vec();
    Spec::new(title, fields, move |v| {
        let (add, remove) = (v.tags(ADD), v.tags(TAKE));
        if add.is_empty() && remove.is_empty() {
            return Err(Refusal::new("No tag is named").or("write one, as in #retail"));
        }
        if let Some(tag) = add.keys().find(|tag| remove.contains_key(*tag)) {
            let why = format!("#{tag} is to be added and taken away");
            return Err(Refusal::new(why).or("leave it in one of the two"));
        }
        Ok(Action::Tag {
            people: people.clone(),
            add,
            remove,
        })
    })
}

fn count(tag: &str, people: &[Id], cx: &Cx) -> usize {
    let records = people.iter().filter_map(|id| cx.book.people.get(*id));
    records
        .filter(|person| person.tags.get(tag) == Some(&true))
        .count()
}

/// "#retail: 2 of 5 have it".
fn had(tags: &Tags, people: &[Id], cx: &Cx) -> String {
    let said = tags.keys().map(|tag| {
        let has = count(tag, people, cx);
        format!("#{tag}: {has} of {} have it", people.len())
    });
    said.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::super::desk::{DANA, Desk, MIA};
    use super::*;
    use crate::ui::effect::FormKind;

    fn desk() -> Desk {
        let people = vec![DANA, MIA];
        Desk::open(FormKind::TagAll { people })
    }

    #[test]
    fn tags_are_added_to_all_and_taken_from_all() {
        let mut desk = desk();
        desk.set(ADD, "#retail, law");
        assert!(desk.screen(80, 22).contains("#retail: 0 of 2 have it"));
        assert_eq!(desk.perform(), "2 people: #law, #retail|");
        let mut desk = Desk::of(
            desk.book,
            FormKind::TagAll {
                people: vec![DANA, MIA],
            },
            false,
        );
        desk.set(ADD, "vip").set(TAKE, "law");
        assert_eq!(desk.perform(), "2 people: #vip, no #law|");
        let tags = &desk.book.people.get(MIA).unwrap().tags;
        assert_eq!(tags.keys().collect::<Vec<_>>(), ["retail", "vip"]);
    }

    #[test]
    fn what_cannot_be_meant_is_said() {
        let mut desk = desk();
        assert_eq!(desk.refused(), "No tag is named; write one, as in #retail");
        desk.set(TAKE, "#old");
        assert!(desk.screen(80, 22).contains("nobody of them has #old"));
        desk.set(ADD, "old");
        assert!(
            desk.refused()
                .starts_with("#old is to be added and taken away; ")
        );
    }

    #[test]
    fn one_person_is_called_by_name() {
        let mut desk = Desk::open(FormKind::TagAll { people: vec![DANA] });
        assert!(desk.screen(80, 22).contains("Tags · Dana Ortiz"));
    }
}
